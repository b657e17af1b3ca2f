using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Containerd.Discovery;

/// <summary>
/// Finds the containerds of this node: those named by flag, those that run or ran while this exporter watched, and the
/// known layouts that are installed. One socket is one instance, whoever claims it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim holds nothing to release until its wait handle is asked for, and this one's never is.")]
internal sealed class InstanceDiscovery(
    HostPaths host,
    IsolatedCalls calls,
    DaemonPathsReader configs,
    IReadOnlyList<string> expectedAddresses)
{
    /// <summary>A look at the files of a layout or of a daemon that takes longer than this has met a dead mount.</summary>
    internal static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(1);

    /// <summary>More daemons than this on one node are not told apart any more: bounds the number of series.</summary>
    private const int InstanceLimit = 16;

    /// <summary>A daemon that crashed must not vanish from the metrics with its process, nor its root and state.</summary>
    private readonly ConcurrentDictionary<string, ContainerdInstance> seenRunning = new(StringComparer.Ordinal);

    private readonly ClaimReader claims = new(host, calls, configs);

    /// <summary>One search at a time: each compares what runs now with what the last one saw running.</summary>
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>The flagged ones first, then by distribution and address: the order is the same at every call.</summary>
    /// <exception cref="TimeoutException">A daemon runs whose paths cannot be read, and never could be.</exception>
    public async Task<IReadOnlyList<ContainerdInstance>> FindAsync(ProcessTable processes)
    {
        await gate.WaitAsync();
        try
        {
            return await SearchAsync(processes);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<IReadOnlyList<ContainerdInstance>> SearchAsync(ProcessTable processes)
    {
        var running = (await claims.ReadAsync(processes)).ToLookup(claim => KnownLayout.SocketKey(claim.Address), StringComparer.Ordinal);
        var found = new Dictionary<string, ContainerdInstance>(StringComparer.Ordinal);
        foreach (var group in running)
        {
            seenRunning[group.Key] = FromClaims([.. group]);
        }

        foreach (var address in expectedAddresses)
        {
            var key = KnownLayout.SocketKey(address);
            var seen = seenRunning.GetValueOrDefault(key) ?? await FromLayoutAsync(await LayoutOfAsync(address));
            found.TryAdd(key, seen with { Address = address, Source = InstanceSource.Flag, Daemons = DaemonsOf(running[key]) });
        }

        foreach (var (key, seen) in seenRunning)
        {
            if (running.Contains(key) || (!HasMoved(seen, running) && await AnyAsync(seen.Address, Exists, seen.Address, seen.Root)))
            {
                found.TryAdd(key, seen with { Daemons = DaemonsOf(running[key]) });
            }
            else
            {
                seenRunning.TryRemove(key, out _); // Uninstalled: neither its socket nor its root is left.
            }
        }

        foreach (var layout in await InstalledLayoutsAsync())
        {
            var instance = await FromLayoutAsync(layout);
            found.TryAdd(KnownLayout.SocketKey(instance.Address), instance);
        }

        return
        [
            .. found.Values
                .OrderBy(instance => instance.Source == InstanceSource.Flag ? 0 : 1)
                .ThenBy(instance => instance.Distribution)
                .ThenBy(instance => instance.Address, StringComparer.Ordinal)
                .Take(InstanceLimit),
        ];
    }

    /// <summary>Where several processes claim one socket, the oldest is the instance and the others are intruders.</summary>
    private static ContainerdInstance FromClaims(IReadOnlyList<DaemonClaim> group) => new(
        group[0].Address,
        KnownLayout.Of(group[0].Address, group[0].Root, group[0].Config),
        InstanceSource.Process,
        group[0].Root,
        group[0].State,
        group[0].Config,
        DaemonsOf(group))
    {
        Unit = group[0].Unit,
    };

    private static IReadOnlyList<DaemonProcess> DaemonsOf(IEnumerable<DaemonClaim> group) => [.. group.Select(claim => claim.Daemon)];

    /// <summary>A daemon that was given another socket leaves its old one behind; its data names it.</summary>
    private static bool HasMoved(ContainerdInstance seen, ILookup<string, DaemonClaim> running) =>
        running.Any(group => group.Any(claim => claim.Root == seen.Root));

    /// <summary>An instance that was never seen running: its paths are those of its configuration, if it has one.</summary>
    private async Task<ContainerdInstance> FromLayoutAsync(KnownLayout layout)
    {
        var (paths, unit) = await InstalledAsync(layout);
        return new ContainerdInstance(
            paths.Address is { } address && ClaimReader.IsSocketPath(address) ? address : layout.Address,
            layout.Distribution,
            InstanceSource.Layout,
            paths.Root ?? layout.Root,
            paths.State ?? layout.State,
            layout.Config,
            Daemons: [])
        {
            Unit = unit,
        };
    }

    private async Task<(DaemonPaths Paths, string? Unit)> InstalledAsync(KnownLayout layout)
    {
        try
        {
            return await calls.RunAsync(
                $"read {layout.Config}", () => (configs.Read(layout.Config), UnitFiles.EnabledUnit(host, layout.Distribution)), LookTimeout);
        }
        catch (TimeoutException)
        {
            return (configs.LastOf(layout.Config), null); // Its check reports the dead mount.
        }
    }

    /// <summary>
    /// Those with a configuration or data come first: k3s and rke2 share a socket. A socket alone counts too, but no
    /// other file at its path: kubelet makes a directory there for every pod that asks for a path that does not exist.
    /// </summary>
    private async Task<IReadOnlyList<KnownLayout>> InstalledLayoutsAsync()
    {
        var signs = await SignsAsync();
        return
        [
            .. KnownLayout.All.Where((_, i) => signs[i] == LayoutSign.Files),
            .. KnownLayout.All.Where((_, i) => signs[i] == LayoutSign.SocketOnly),
        ];
    }

    /// <summary>All layouts in one look; only where that meets a dead mount, each in a look of its own.</summary>
    private async Task<IReadOnlyList<LayoutSign>> SignsAsync()
    {
        try
        {
            return await calls.RunAsync("look for layouts", () => KnownLayout.All.Select(SignOf).ToList(), LookTimeout);
        }
        catch (TimeoutException)
        {
            return await Task.WhenAll(KnownLayout.All.Select(async layout =>
                await IsInstalledAsync(layout) ? LayoutSign.Files
                : await AnyAsync(layout.Address, IsSocket, layout.Address) ? LayoutSign.SocketOnly
                : LayoutSign.None));
        }
    }

    private LayoutSign SignOf(KnownLayout layout) =>
        Exists(layout.Config) || Exists(layout.Root) ? LayoutSign.Files
        : IsSocket(layout.Address) ? LayoutSign.SocketOnly
        : LayoutSign.None;

    private async Task<KnownLayout> LayoutOfAsync(string address)
    {
        var key = KnownLayout.SocketKey(address);
        var candidates = KnownLayout.All.Where(layout => KnownLayout.SocketKey(layout.Address) == key).ToList();
        foreach (var layout in candidates)
        {
            if (candidates.Count > 1 && await IsInstalledAsync(layout))
            {
                return layout;
            }
        }

        return candidates.FirstOrDefault() ?? KnownLayout.Upstream with { Address = address, Distribution = Distribution.Other };
    }

    private Task<bool> IsInstalledAsync(KnownLayout layout) => AnyAsync(layout.Config, Exists, layout.Config, layout.Root);

    private async Task<bool> AnyAsync(string key, Func<string, bool> check, params string[] paths)
    {
        try
        {
            return await calls.RunAsync($"look for {key}", () => paths.Any(check), LookTimeout);
        }
        catch (TimeoutException)
        {
            return true; // Something is mounted there that does not answer: worth reporting on.
        }
    }

    private bool Exists(string path) => Libc.Status(host.ToLocal(path), follow: true, out _) == Errno.None;

    private bool IsSocket(string path) =>
        Libc.Status(host.ToLocal(path), follow: true, out var status) == Errno.None && status.Type == FileType.Socket;

    /// <summary>What there is of a layout.</summary>
    private enum LayoutSign
    {
        None,
        SocketOnly,
        Files,
    }
}
