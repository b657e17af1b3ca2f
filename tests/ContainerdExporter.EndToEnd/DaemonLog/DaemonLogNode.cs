using System.Text.RegularExpressions;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Cri;
using Grpc.Core;

namespace ContainerdExporter.EndToEnd.DaemonLog;

/// <summary>A node whose containerd writes its log into a file that the exporter reads, and what must have been counted there by now.</summary>
internal sealed partial class DaemonLogNode : IAsyncDisposable
{
    public const string Runc = "/usr/sbin/runc";
    public const string Shim = "/usr/bin/containerd-shim-runc-v2";

    /// <summary>Debian's 1.7 would look elsewhere; the newest warns of the key.</summary>
    private const string PluginFolder = """
        [plugins."io.containerd.grpc.v1.cri".cni]
          bin_dir = "/opt/cni/bin"

        """;

    private const string LogPath = "/run/node/containerd.log";
    private const string Messages = "containerd_log_messages_total";
    private const string PluginFailed = "failed to load plugin";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, int> expected = new(StringComparer.Ordinal);
    private int marked;

    private DaemonLogNode(TestNode node)
    {
        Node = node;
        Cri = new CriClient(node);
    }

    public TestNode Node { get; }

    public ContainerdDaemon Containerd => Node.Containerd;

    public CriClient Cri { get; }

    private string NewLog => Containerd.Log[marked..];

    /// <summary>A healthy node with one image, for pods too, and an exporter that has counted nothing.</summary>
    public static async Task<DaemonLogNode> StartAsync(string release = ContainerdRelease.Installed, Func<TestNode, Task>? mountRoot = null)
    {
        var node = new DaemonLogNode(await TestNode.CreateAsync());
        try
        {
            await node.SetUpAsync(release, mountRoot ?? DataDisk.MountMemoryAsync);
            return node;
        }
        catch (Exception)
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public Task StartExporterAsync() => Node.Exporter.StartAsync($"--containerd.log-file={LogPath}");

    /// <summary>Puts a program that only fails, or what is none, into another's place while something is done.</summary>
    public async Task WhileBrokenAsync(string program, string by, Func<Task> act)
    {
        await Node.RunAsync("mount", "--bind", by, program);
        await act();
        await Node.RunAsync("umount", program);
    }

    /// <summary>A call that containerd must refuse.</summary>
    public static Task<RpcException> RefusedAsync(Func<Task> call) => Assert.ThrowsAsync<RpcException>(call);

    /// <summary>Ends the daemon if it runs, and starts it with this configuration; it need not get far.</summary>
    public async Task RestartWithAsync(string config, Func<Task>? whileDown = null, params string[] launcher)
    {
        await EndDaemonAsync();
        Node.Write(ContainerdDaemon.ConfigPath, config);
        await (whileDown?.Invoke() ?? Task.CompletedTask);
        Mark();
        await Containerd.LaunchAsync(launcher);
        await Eventually.HoldsAsync("containerd has started, or ended", Soon, () => Containerd.Process.HasEnded || HasSaid("successfully booted"), () => Containerd.Log);
    }

    public async Task EndDaemonAsync()
    {
        if (!Containerd.Process.HasEnded)
        {
            await Containerd.Process.EndAsync("KILL"); // One that waits for a lock hears nothing else.
        }
    }

    /// <summary>An orderly end and a new start, until pods can be asked for again.</summary>
    public async Task RestartAsync()
    {
        await Containerd.RestartAsync();
        await Eventually.HoldsAsync("CRI knows the image", Soon, KnowsImageAsync, () => Containerd.Log);
    }

    public void Mark() => marked = Containerd.Log.Length;

    /// <summary>Whether the daemon has written this since the mark.</summary>
    public bool HasSaid(string words) => NewLog.Contains(words, StringComparison.Ordinal);

    /// <summary>How many lines of warning or error since the mark have these words.</summary>
    public int Count(params string[] words) => Troubles().Count(line => words.All(each => line.Contains(each, StringComparison.Ordinal)));

    /// <summary>So many lines more of this pattern.</summary>
    public void Expect(string pattern, int lines = 1) => expected[pattern] = expected.GetValueOrDefault(pattern) + lines;

    /// <summary>Every plugin that failed since the mark for this reason is of the pattern; those that failed since others did are of their own.</summary>
    public void ExpectPlugins(string pattern, Regex reason)
    {
        var failed = Troubles().Where(line => line.Contains(PluginFailed, StringComparison.Ordinal) && !NotAsked().IsMatch(line)).ToList();
        var lines = failed.Count(line => reason.IsMatch(line));
        Assert.True(lines > 0, $"no plugin failed for {reason}:\n{NewLog}");
        Expect(pattern, lines);
        Expect("plugin_failed", failed.Count - lines);
    }

    /// <summary>The expected counts and no other.</summary>
    public async Task AssertAsync(string when)
    {
        await Task.Delay(TimeSpan.FromSeconds(1.2), TestContext.Current.CancellationToken); // What is too much must have had time to be counted.
        var counted = string.Empty;
        var wanted = Text(expected.Select(each => (each.Key, (double)each.Value)));
        await Eventually.HoldsAsync($"'{wanted}' is counted {when}", Soon, async () => (counted = Counted(await Node.Exporter.ScrapeAsync())) == wanted, () => $"counted: {counted}\n{Containerd.Log}");
    }

    public async ValueTask DisposeAsync()
    {
        Cri.Dispose();
        await Node.DisposeAsync();
    }

    private async Task SetUpAsync(string release, Func<TestNode, Task> mountRoot)
    {
        await mountRoot(Node);
        await ContainerdRelease.InstallAsync(Node, release);
        await CniPlugins.InstallAsync(Node);
        Node.Write(ContainerdDaemon.ConfigPath, ContainerdDaemon.PodConfig + (release == ContainerdRelease.Newest ? string.Empty : PluginFolder));
        await Containerd.StartAsync();
        await Containerd.ImportImageAsync();
        await Containerd.ImportImageForPodsAsync();
        await Eventually.HoldsAsync("CRI knows the image", Soon, KnowsImageAsync, () => Containerd.Log);
        await StartExporterAsync();
        await AssertAsync("on a new node");
        Mark();
    }

    /// <summary>CRI answers later than the daemon does.</summary>
    private async Task<bool> KnowsImageAsync()
    {
        try
        {
            return await Cri.HasImageAsync(BusyboxImage.Reference);
        }
        catch (RpcException e) when (e.Status.Detail.Contains("server is not initialized yet", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private IEnumerable<string> Troubles() => NewLog.Split('\n').Where(line => Trouble().IsMatch(line));

    private static string Counted(Scrape scrape) => Text(scrape.Samples
        .Where(sample => sample.Key.StartsWith(Messages, StringComparison.Ordinal))
        .Select(sample => (Pattern().Match(sample.Key).Groups["name"].Value, sample.Value)));

    private static string Text(IEnumerable<(string Pattern, double Lines)> counts) =>
        string.Join(", ", counts.Where(each => each.Lines > 0).OrderBy(each => each.Pattern, StringComparer.Ordinal).Select(each => $"{each.Pattern} {each.Lines}"));

    [GeneratedRegex("pattern=\"(?<name>[a-z_]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex("^time=[^ ]+ level=(warning|error|fatal) ", RegexOptions.ExplicitCapture)]
    private static partial Regex Trouble();

    /// <summary>Snapshotters that nobody asked for and that this machine cannot have.</summary>
    [GeneratedRegex("skip plugin|devmapper not configured", RegexOptions.ExplicitCapture)]
    private static partial Regex NotAsked();
}
