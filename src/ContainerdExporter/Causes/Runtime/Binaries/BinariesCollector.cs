using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Containerd.Handlers;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Runtime.Binaries;

/// <summary>Cause 4: whether the programs that each runtime handler needs are there and run. No call of containerd's tells.</summary>
internal sealed class BinariesCollector(BinaryOptions options) : Collector<BinariesSample>
{
    private static readonly TimeSpan ConfigPatience = TimeSpan.FromSeconds(1);

    private Parts? parts;

    private sealed record Parts(HandlerReader Handlers, DaemonSearchPaths Paths, BinaryProber Prober);

    public override string Name => "binaries";

    public override string Description => "Shims and OCI runtimes of the configured handlers: found, executable, answering.";

    public override IReadOnlyList<Cause> Causes => [Cause.Runtime];

    public override IReadOnlyList<MetricFamily> Families => BinariesMetrics.Families;

    public override async Task<BinariesSample> ProbeAsync(CollectionRound round, CancellationToken cancellationToken)
    {
        var node = round.Node;
        parts ??= new Parts(new HandlerReader(node.Host), new DaemonSearchPaths(node), new BinaryProber(node, options));
        var handlers = new List<HandlerSample>();
        foreach (var instance in await round.InstancesAsync())
        {
            handlers.AddRange(await ProbeAsync(parts, round, instance));
        }

        return new BinariesSample(handlers);
    }

    public override void Export(BinariesSample sample, MetricSink sink) => BinariesMetrics.Export(sample, sink);

    public override IEnumerable<Finding> Diagnose(BinariesSample sample) => BinariesFindings.Of(sample);

    private static async Task<IEnumerable<HandlerSample>> ProbeAsync(Parts parts, CollectionRound round, ContainerdInstance instance)
    {
        var path = await parts.Paths.FindAsync(instance);
        var version = instance.Daemons.Count > 0 ? (await round.ProbeAsync(instance)).Version : null;
        var handlers = await ReadAsync(parts.Handlers, round.Node, instance, version);
        if (path is null || handlers is null)
        {
            return []; // What the daemon would start is not known.
        }

        var wanted = handlers.Select(handler => Programs(handler, path).ToList()).ToList();
        var found = await parts.Prober.ProbeAsync(instance.Address, [.. wanted.SelectMany(programs => programs).DistinctBy(program => (program.Role, program.Name))]);
        var byWish = found.ToDictionary(binary => (binary.Role, binary.Name));
        return handlers.Zip(wanted, (handler, programs) => new HandlerSample(
            instance.Address, handler.Name, handler.IsDefault, [.. programs.Select(program => byWish[(program.Role, program.Name)])]));
    }

    private static async Task<IReadOnlyList<RuntimeHandler>?> ReadAsync(HandlerReader reader, Node node, ContainerdInstance instance, string? version)
    {
        try
        {
            return await node.Calls.RunAsync($"handlers {instance.ConfigPath}", () => reader.Read(instance.ConfigPath, version), ConfigPatience);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static IEnumerable<WantedBinary> Programs(RuntimeHandler handler, SearchPath path)
    {
        if (handler.Shim is { } shim)
        {
            yield return new WantedBinary(BinaryRoles.Shim, shim, path.ForShims);
        }

        if (handler.OciRuntime is { } runtime)
        {
            yield return new WantedBinary(BinaryRoles.Runtime, runtime, path.Directories);
        }
    }
}
