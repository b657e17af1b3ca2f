using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Socket;

/// <summary>Cause 3: who answers at each instance's socket, what its PID files say, and which shim sockets are left over.</summary>
/// <param name="pidFiles">PID files to watch besides the known ones, on the host.</param>
/// <param name="startGrace">How long a daemon may take from its start to its socket.</param>
internal sealed class SocketCollector(IReadOnlyList<string> pidFiles, TimeSpan startGrace) : Collector<SocketSample>
{
    /// <summary>A look at files that takes longer has met a dead mount.</summary>
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(1);

    public override string Name => "socket";

    public override string Description => "Who answers at containerd's socket, PID files, and sockets of shims.";

    public override IReadOnlyList<Cause> Causes => [Cause.Socket];

    public override IReadOnlyList<MetricFamily> Families => SocketMetrics.Families;

    public override async Task<SocketSample> ProbeAsync(CollectionRound round, CancellationToken cancellationToken)
    {
        var instances = await round.InstancesAsync();
        var sockets = await Task.WhenAll(instances.Select(instance => LookAsync(round, instance, cancellationToken)));
        var processes = await round.ProcessesAsync();
        var seesDaemon = instances.Any(instance => instance.Daemons.Count > 0);
        var seesPids = seesDaemon || PidView.IsInitial(round.Node.Host);
        var seesFiles = seesDaemon || (seesPids && HostView.SharesRoot(round.Node.Host, pid: 1));
        var files = await Task.WhenAll(
            PidFilePlan.For(instances, pidFiles).Select(place => ReadAsync(round.Node, place, instances, processes, seesPids)));
        var shims = await Task.WhenAll(
            ShimSockets.DirectoriesOf(instances).Select(async directory => await CountAsync(round.Node, directory, await round.SocketsAsync())));
        return new SocketSample(sockets, [.. files.OfType<PidFileSample>()], Sum(shims, seesFiles));
    }

    public override void Export(SocketSample sample, MetricSink sink) => SocketMetrics.Export(sample, sink);

    public override IEnumerable<Finding> Diagnose(SocketSample sample) => SocketFindings.Of(sample);

    private async Task<InstanceSocket> LookAsync(CollectionRound round, ContainerdInstance instance, CancellationToken cancellationToken)
    {
        var looker = new SocketLooker(round.Node);
        var probe = await round.ProbeAsync(instance);
        var socket = Judge(instance, looker.Look(instance, probe, await round.SocketsAsync()));
        if (socket.IsForeign != true && socket.State != SocketState.NotGrpc)
        {
            return socket;
        }

        // A daemon that ends or starts between two reads looks the same as these faults; what is still so now is no such moment.
        var node = round.Node;
        var again = (await node.Discovery.FindAsync(node.ScanProcessesAfresh())).FirstOrDefault(other => other.Address == instance.Address);
        probe = await node.Prober.ProbeAsync(instance.Address, cancellationToken);
        return Judge(instance, looker.Look(again ?? instance with { Daemons = [] }, probe, UnixSocketTable.Read(node.Host)));
    }

    private InstanceSocket Judge(ContainerdInstance instance, SocketLook look) =>
        new(instance.Address, SocketJudge.State(look, startGrace), SocketJudge.IsForeign(look, startGrace), look);

    /// <summary>Null for a file that does not exist and that nobody expects, and for one that cannot be reached in time.</summary>
    private static async Task<PidFileSample?> ReadAsync(
        Node node, PidFilePlace place, IReadOnlyList<ContainerdInstance> instances, ProcessTable processes, bool seesPids)
    {
        PidFileContent content;
        try
        {
            content = await node.Calls.RunAsync($"read {place.Path}", () => PidFileReader.Read(node.Host, place.Path), LookTimeout);
        }
        catch (TimeoutException)
        {
            content = PidFileContent.Unreadable("a mount on the way to it does not answer");
        }

        if (!content.Exists && !place.IsExpected)
        {
            return null;
        }

        var named = content.Pid is { } pid && seesPids ? ProcessStat.Read(node.Host, pid) : null;
        var isAnothers = named is not null && place.Origin == PidFileOrigin.Docker
            && instances.Any(other => other.Address != place.Owner.Address && other.Daemons.Any(daemon => daemon.Process.Pid == named.Pid));
        return new PidFileSample(
            place,
            PidFileJudge.State(content, named, seesPids, isAnothers),
            content,
            named is null ? null : new NamedProcess(named.Name, processes.StartOf(named)));
    }

    private static async Task<ShimSocketCount> CountAsync(Node node, ShimDirectory directory, UnixSocketTable sockets)
    {
        try
        {
            return await node.Calls.RunAsync(
                $"count sockets in {directory.Path}",
                () => ShimSockets.Count(node.Host, directory, sockets, node.Time.GetUtcNow()),
                LookTimeout);
        }
        catch (TimeoutException)
        {
            return ShimSocketCount.Unknown(directory.Address, $"{directory.Path} does not answer");
        }
    }

    /// <summary>Where the directory and the kernel's table may be those of our own container, none found live proves nothing.</summary>
    private static IReadOnlyList<ShimSocketCount> Sum(IReadOnlyList<ShimSocketCount> counts, bool seesFiles) =>
    [
        .. counts
            .GroupBy(count => count.Address, StringComparer.Ordinal)
            .Select(group => group.Aggregate((one, other) => one.Add(other)))
            .Where(sum => seesFiles || sum.Live > 0),
    ];
}
