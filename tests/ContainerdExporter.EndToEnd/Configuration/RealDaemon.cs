using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.ConfigCorpus;

namespace ContainerdExporter.EndToEnd.Configuration;

/// <summary>What a daemon did with a configuration, and its own words for it.</summary>
internal sealed record DaemonVerdict(ConfigVerdict Verdict, string Message);

/// <summary>
/// Gives configurations to a real containerd, each in a mount namespace of its own with empty directories in place of
/// the node's: nothing of the node is touched, and paths in the files are the real ones.
/// </summary>
internal sealed partial class RealDaemon(string binaries)
{
    /// <summary>Time to become ready; it takes 50 ms on an idle machine.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>CRI's server starts behind the notification, and its failure ends the daemon.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);

    private IReadOnlySet<string> failuresOfDefault = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Notes which plugins fail on this machine whatever the configuration is.</summary>
    public async Task MeasureDefaultAsync()
    {
        var (isReady, log) = await RunAsync(string.Empty, tree: null);
        if (!isReady)
        {
            throw new InvalidOperationException($"{binaries} does not start with an empty configuration:\n{log}");
        }

        failuresOfDefault = Failures(log).ToHashSet(StringComparer.Ordinal);
    }

    public async Task<DaemonVerdict> JudgeAsync(CorpusCase corpusCase)
    {
        var (isReady, log) = await RunAsync(corpusCase.Path, corpusCase.Tree);
        if (!isReady)
        {
            return new DaemonVerdict(ConfigVerdict.Fatal, LastWords(log));
        }

        var hasCri = CriLoads().IsMatch(log);
        var failure = Failures(log).FirstOrDefault(line => !failuresOfDefault.Contains(line) && (hasCri || !PartOfCri().IsMatch(line)));
        if (failure is not null)
        {
            return new DaemonVerdict(ConfigVerdict.Degraded, failure);
        }

        return corpusCase.KubeletRuns && !hasCri
            ? new DaemonVerdict(ConfigVerdict.Degraded, "CRI is not loaded")
            : new DaemonVerdict(ConfigVerdict.Fine, string.Empty);
    }

    private async Task<(bool IsReady, string Log)> RunAsync(string config, string? tree)
    {
        var directory = Directory.CreateTempSubdirectory("containerd-config-").FullName;
        try
        {
            using var notify = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            notify.Bind(new UnixDomainSocketEndPoint($"{directory}/notify"));
            using var process = Start(directory, config, tree);
            var log = new StringBuilder();
            var reading = Task.WhenAll(CollectAsync(process.StandardOutput, log), CollectAsync(process.StandardError, log));
            var isReady = await IsReadyAsync(process, notify);
            if (!process.HasExited)
            {
                process.Kill();
            }

            await process.WaitForExitAsync();
            await reading;
            return (isReady, log.ToString());
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private Process Start(string directory, string config, string? tree)
    {
        const string Script = """
            set -e
            for d in /run /var/lib/containerd /etc/containerd /opt /srv /etc/cni; do
              [ -d "$d" ] || continue
              mount -t tmpfs tmpfs "$d"
            done
            mkdir -p /run/lock
            if [ -n "$1" ]; then cat "$1"; fi > /etc/containerd/config.toml
            if [ -n "$2" ]; then cp -r "$2"/. /; fi
            exec containerd
            """;
        var start = new ProcessStartInfo("unshare")
        {
            ArgumentList = { "-m", "--propagation", "private", "sh", "-c", Script, "sh", config, tree ?? string.Empty },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        start.Environment["PATH"] = $"{binaries}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["NOTIFY_SOCKET"] = $"{directory}/notify";
        return Process.Start(start)!;
    }

    private static async Task<bool> IsReadyAsync(Process process, Socket notify)
    {
        using var ended = new CancellationTokenSource(Deadline);
        var exit = process.WaitForExitAsync(CancellationToken.None);
        var ready = ReceiveAsync(notify, ended.Token);
        if (await Task.WhenAny(exit, ready) == exit || !await ready)
        {
            await ended.CancelAsync();
            return false;
        }

        return await Task.WhenAny(exit, Task.Delay(Grace, CancellationToken.None)) != exit;
    }

    private static async Task<bool> ReceiveAsync(Socket notify, CancellationToken cancellationToken)
    {
        try
        {
            var buffer = new byte[256];
            while (true)
            {
                var count = await notify.ReceiveAsync(buffer, cancellationToken);
                if (Encoding.ASCII.GetString(buffer, 0, count).Contains("READY=1", StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task CollectAsync(StreamReader reader, StringBuilder log)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (log)
            {
                log.AppendLine(line);
            }
        }
    }

    private static IEnumerable<string> Failures(string log) =>
        log.Split('\n')
            .Where(line => line.Contains("failed to load plugin", StringComparison.Ordinal))
            .Where(line => !UnwantedSnapshotter().IsMatch(line))
            .Select(line => Timestamp().Replace(line, string.Empty).Trim());

    /// <summary>The error it ended with: its own last line, or the head of a panic.</summary>
    private static string LastWords(string log)
    {
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var words = lines.FirstOrDefault(line => line.StartsWith("panic:", StringComparison.Ordinal))
            ?? lines.LastOrDefault(line => line.StartsWith("containerd:", StringComparison.Ordinal) || line.Contains("level=fatal", StringComparison.Ordinal))
            ?? lines.LastOrDefault()
            ?? "no word";
        return Timestamp().Replace(words, string.Empty).Trim();
    }

    [GeneratedRegex("""time="?[^ "]*"? ?|"time":"[^"]*",?""")]
    private static partial Regex Timestamp();

    /// <summary>Snapshotters that nobody asked for. When CRI wants one, CRI itself fails, and in 2.x metadata fails with any.</summary>
    [GeneratedRegex("""io\.containerd\.snapshotter\.v1\.(aufs|btrfs|zfs|devmapper|blockfile|erofs|native)\b""")]
    private static partial Regex UnwantedSnapshotter();

    /// <summary>Plugins of 2.x that serve CRI alone, and are missed by nobody who disables CRI.</summary>
    [GeneratedRegex("""io\.containerd\.(cri\.v1\.|podsandbox\.controller\.v1\.|grpc\.v1\.sandbox-controllers)""")]
    private static partial Regex PartOfCri();

    [GeneratedRegex("""loading plugin.*io\.containerd\.grpc\.v1\.cri""")]
    private static partial Regex CriLoads();
}
