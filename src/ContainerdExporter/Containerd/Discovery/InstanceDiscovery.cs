using System.Collections.Concurrent;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Containerd.Discovery;

/// <summary>
/// Finds the containerds of this node: those named by flag, those that run or ran while this exporter watched, and the
/// known layouts that are installed. One socket is one instance, whoever claims it.
/// </summary>
internal sealed class InstanceDiscovery(
    HostPaths host,
    IsolatedCalls calls,
    DaemonPathsReader configs,
    IReadOnlyList<string> expectedAddresses)
{
    /// <summary>A look at a layout's files that takes longer than this has met a dead mount.</summary>
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(1);

    /// <summary>More daemons than this on one node are not told apart any more: bounds the number of series.</summary>
    private const int InstanceLimit = 16;

    /// <summary>A daemon that crashed must not vanish from the metrics with its process, nor its root and state.</summary>
    private readonly ConcurrentDictionary<string, ContainerdInstance> seenRunning = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<ContainerdInstance>> FindAsync(ProcessTable processes)
    {
        var running = processes.Named(ProcessNames.Daemon)
            .OrderBy(process => process.StartTicks)
            .Select(process => Inspect(process, processes))
            .OfType<Claim>()
            .ToLookup(claim => KnownLayout.SocketKey(claim.Address), StringComparer.Ordinal);
        var found = new Dictionary<string, ContainerdInstance>(StringComparer.Ordinal);

        foreach (var claims in running)
        {
            seenRunning[claims.Key] = FromClaims([.. claims]);
        }

        foreach (var address in expectedAddresses)
        {
            var key = KnownLayout.SocketKey(address);
            var seen = seenRunning.GetValueOrDefault(key) ?? FromLayout(LayoutOf(address));
            found.TryAdd(key, seen with { Address = address, Source = InstanceSource.Flag, Daemons = DaemonsOf(running[key]) });
        }

        foreach (var (key, seen) in seenRunning)
        {
            if (running.Contains(key) || await AnyExistsAsync(seen.Address, seen.Address, seen.Root))
            {
                found.TryAdd(key, seen with { Daemons = DaemonsOf(running[key]) });
            }
            else
            {
                seenRunning.TryRemove(key, out _); // Uninstalled: neither its socket nor its root is left.
            }
        }

        foreach (var layout in KnownLayout.All)
        {
            var key = KnownLayout.SocketKey(layout.Address);
            if (!found.ContainsKey(key) &&
                await AnyExistsAsync(layout.Address, layout.Config, layout.Address, layout.Root))
            {
                found.Add(key, FromLayout(layout));
            }
        }

        return [.. found.Values.Take(InstanceLimit)];
    }

    private sealed record Claim(string Address, string Root, string State, string Config, DaemonProcess Daemon);

    /// <summary>A running daemon's effective paths: flag, else configuration, else containerd's default. Null for what is no daemon of this node.</summary>
    private Claim? Inspect(ProcessEntry process, ProcessTable processes)
    {
        var cmdline = ProcFile.TryReadText(host.Proc($"{process.Pid}/cmdline"), 64 << 10, out _);
        if (cmdline is not { Length: > 0 } || DaemonCommandLine.Parse(cmdline) is not { } flags)
        {
            return null;
        }

        string Absolute(string path) => Path.IsPathRooted(path) ? path : Path.GetFullPath(path, WorkingDirectory(process));

        var config = Absolute(flags.Config ?? KnownLayout.Upstream.Config);
        var paths = configs.Read(config);
        var claim = new Claim(
            Absolute(flags.Address ?? paths.Address ?? KnownLayout.Upstream.Address),
            Absolute(flags.Root ?? paths.Root ?? KnownLayout.Upstream.Root),
            Absolute(flags.State ?? paths.State ?? KnownLayout.Upstream.State),
            config,
            new DaemonProcess(process, processes.StartOf(process)));
        return SharesOurView(process, claim.Address) ? claim : null;
    }

    private string WorkingDirectory(ProcessEntry process) =>
        new FileInfo(host.Proc($"{process.Pid}/cwd")).LinkTarget ?? "/";

    /// <summary>
    /// Whether the process sees the same files as the node. A containerd inside a container (kind, Docker-in-Docker)
    /// has the usual address too, but in a root of its own: it is not this node's.
    /// </summary>
    private bool SharesOurView(ProcessEntry process, string address) =>
        HostView.SharesRoot(host, process.Pid) && HostView.SharesPath(host, process.Pid, Path.GetDirectoryName(address)!);

    /// <summary>Where several processes claim one socket, the oldest is the instance and the others are intruders.</summary>
    private static ContainerdInstance FromClaims(IReadOnlyList<Claim> claims) => new(
        claims[0].Address,
        KnownLayout.Of(claims[0].Address, claims[0].Root, claims[0].Config),
        InstanceSource.Process,
        claims[0].Root,
        claims[0].State,
        claims[0].Config,
        DaemonsOf(claims));

    private static IReadOnlyList<DaemonProcess> DaemonsOf(IEnumerable<Claim> claims) => [.. claims.Select(claim => claim.Daemon)];

    /// <summary>An instance that was never seen running: its paths are those of its configuration, if it has one.</summary>
    private ContainerdInstance FromLayout(KnownLayout layout)
    {
        var paths = configs.Read(layout.Config);
        return new ContainerdInstance(
            paths.Address ?? layout.Address,
            layout.Distribution,
            InstanceSource.Layout,
            paths.Root ?? layout.Root,
            paths.State ?? layout.State,
            layout.Config,
            Daemons: []);
    }

    private static KnownLayout LayoutOf(string address)
    {
        var key = KnownLayout.SocketKey(address);
        return KnownLayout.All.FirstOrDefault(layout => KnownLayout.SocketKey(layout.Address) == key)
            ?? KnownLayout.Upstream with { Address = address, Distribution = Distribution.Other };
    }

    private async Task<bool> AnyExistsAsync(string key, params string[] paths)
    {
        try
        {
            return await calls.RunAsync($"look for {key}", () => paths.Any(Exists), LookTimeout);
        }
        catch (TimeoutException)
        {
            return true; // Something is mounted there that does not answer: worth reporting on.
        }
    }

    private bool Exists(string path) => Libc.Status(host.ToLocal(path), follow: true, out _) == Errno.None;
}
