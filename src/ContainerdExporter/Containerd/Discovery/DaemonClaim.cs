using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Linux;
using ContainerdExporter.Linux.Cgroups;

namespace ContainerdExporter.Containerd.Discovery;

/// <summary>A running daemon, with the paths that it was started with.</summary>
internal sealed record DaemonClaim(string Address, string Root, string State, string Config, DaemonProcess Daemon)
{
    /// <summary>The systemd service that it runs in; null for one started by hand.</summary>
    public string? Unit { get; init; }
}

/// <summary>
/// Tells the daemons of this node from whatever else is called containerd. Anyone may give a process that name, so only
/// root's count, and only those that see the node's own files.
/// </summary>
internal sealed class ClaimReader(HostPaths host, IsolatedCalls calls, DaemonPathsReader configs)
{
    private const int AddressLimit = 107; // sun_path of unix(7), without its final zero

    private Dictionary<ProcessIdentity, DaemonClaim?> known = [];

    /// <summary>Every claim, the oldest daemon's first. A daemon whose files do not answer claims what it claimed at the last look.</summary>
    /// <exception cref="TimeoutException">They do not answer, and there was no look before.</exception>
    public async Task<IReadOnlyList<DaemonClaim>> ReadAsync(ProcessTable processes)
    {
        var named = processes.Named(ProcessNames.Daemon).OrderBy(process => process.StartTicks).ThenBy(process => process.Pid).ToList();
        var pids = named.Select(process => process.Pid).ToHashSet();
        var current = new Dictionary<ProcessIdentity, DaemonClaim?>();
        var claims = new List<DaemonClaim>();
        var candidates = named
            .Where(process => !pids.Contains(process.ParentPid)) // Between fork and exec a child looks like its parent.
            .Where(IsOfNode); // Before its files are read: a stranger's, made to hang, must not end the search.
        foreach (var process in candidates)
        {
            if ((current[process.Identity] = await InspectAsync(process, processes)) is { } claim)
            {
                claims.Add(claim);
            }
        }

        known = current;
        return claims;
    }

    /// <summary>Whether a path can be a socket's: absolute, not a directory by its form, and short enough to be bound.</summary>
    public static bool IsSocketPath(string path) =>
        path.Length is > 1 and <= AddressLimit && path[0] == '/' && path[^1] != '/' && !path.Any(char.IsControl);

    private async Task<DaemonClaim?> InspectAsync(ProcessEntry process, ProcessTable processes)
    {
        try
        {
            return await calls.RunAsync($"daemon {process.Pid}", () => Inspect(process, processes), InstanceDiscovery.LookTimeout);
        }
        catch (TimeoutException e)
        {
            return known.TryGetValue(process.Identity, out var claim)
                ? claim
                : throw new TimeoutException("a file system on the way to the configuration of a running containerd does not answer: where it has its socket and its root is not known", e);
        }
    }

    /// <summary>A daemon's effective paths: flag, else configuration, else containerd's default. Null for what is no daemon.</summary>
    private DaemonClaim? Inspect(ProcessEntry process, ProcessTable processes)
    {
        if (ProcFile.TryReadText(host.Proc($"{process.Pid}/cmdline"), 64 << 10, out _) is not { Length: > 0 } cmdline ||
            DaemonCommandLine.Parse(cmdline) is not { } flags)
        {
            return null;
        }

        string Absolute(string path) => Path.IsPathRooted(path) ? path : Path.GetFullPath(path, WorkingDirectory(process));

        var config = Absolute(flags.Config ?? KnownLayout.Upstream.Config);
        var paths = configs.Read(config);
        var claim = new DaemonClaim(
            Absolute(flags.Address ?? paths.Address ?? KnownLayout.Upstream.Address),
            Absolute(flags.Root ?? paths.Root ?? KnownLayout.Upstream.Root),
            Absolute(flags.State ?? paths.State ?? KnownLayout.Upstream.State),
            config,
            new DaemonProcess(process, processes.StartOf(process)))
        {
            Unit = ProcessFiles.Cgroups(host, process.Pid) is { } cgroups ? SystemdUnit.Of(cgroups) : null,
        };

        // With a mount namespace of its own, even the same root may hold another directory there.
        return IsSocketPath(claim.Address) && HostView.SharesPath(host, process.Pid, Path.GetDirectoryName(claim.Address)!) ? claim : null;
    }

    private string WorkingDirectory(ProcessEntry process) =>
        new FileInfo(host.Proc($"{process.Pid}/cwd")).LinkTarget ?? "/";

    /// <summary>
    /// A containerd inside a container (kind, Docker-in-Docker) has the usual address too, but a root of its own. Where
    /// we may not look at that, a PID namespace of its own gives it away.
    /// </summary>
    private bool IsOfNode(ProcessEntry process) =>
        ProcessFiles.Status(host, process.Pid) is { EffectiveUser: 0, NamespaceDepth: 1 } && HostView.SharesRoot(host, process.Pid);
}
