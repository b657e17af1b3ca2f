using System.Collections.Concurrent;
using ContainerdExporter.Containerd.Client;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Collection;

/// <summary>What several collectors need, read at most once per collection, when the first of them asks.</summary>
internal sealed class CollectionRound
{
    private readonly Node node;
    private readonly Lazy<Task<ProcessTable>> processes;
    private readonly Lazy<Task<MountTable>> mounts;
    private readonly Lazy<Task<UnixSocketTable>> sockets;
    private readonly Lazy<Task<IReadOnlyList<ContainerdInstance>>> instances;
    private readonly Lazy<Task<IReadOnlyList<ShimProcess>>> shims;
    private readonly ConcurrentDictionary<string, Lazy<Task<DaemonProbe>>> probes = new(StringComparer.Ordinal);

    public CollectionRound(Node node)
    {
        this.node = node;
        processes = new(() => Task.Run(node.ScanProcesses));
        mounts = new(() => Task.Run(() => MountTable.Read(node.Host)));
        sockets = new(() => Task.Run(() => UnixSocketTable.Read(node.Host)));
        instances = new(() => Task.Run(FindInstancesAsync));
        shims = new(() => Task.Run(async () => await node.Shims.ReadAsync(await processes.Value)));
    }

    /// <summary>What outlives a collection.</summary>
    public Node Node => node;

    public Task<ProcessTable> ProcessesAsync() => processes.Value;

    /// <summary>The same, for a collector that must see everybody's: it ends the run where procfs hides some.</summary>
    public async Task<ProcessTable> AllProcessesAsync() => await processes.Value is { IsComplete: true } table
        ? table
        : throw CollectionException.Denied("procfs hides other users' processes from the exporter (hidepid): run it as root, or in the group of the mount's gid= option");

    public Task<MountTable> MountsAsync() => mounts.Value;

    public Task<UnixSocketTable> SocketsAsync() => sockets.Value;

    /// <exception cref="CollectionException">A daemon runs whose paths do not let themselves be read.</exception>
    public Task<IReadOnlyList<ContainerdInstance>> InstancesAsync() => instances.Value;

    public Task<IReadOnlyList<ShimProcess>> ShimsAsync() => shims.Value;

    /// <summary>One climb of the ladder per instance and collection, whoever wants its result. It ends by itself within its budget.</summary>
    public Task<DaemonProbe> ProbeAsync(ContainerdInstance instance) =>
        probes.GetOrAdd(
            instance.Address,
            address => new Lazy<Task<DaemonProbe>>(() => Task.Run(() => node.Prober.ProbeAsync(address, CancellationToken.None)))).Value;

    private async Task<IReadOnlyList<ContainerdInstance>> FindInstancesAsync()
    {
        try
        {
            return await node.Discovery.FindAsync(await processes.Value);
        }
        catch (TimeoutException e)
        {
            throw new CollectionException(CollectorState.Timeout, e.Message, e);
        }
    }
}
