using ContainerdExporter.Collection;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Hosting;

/// <summary>Puts the enabled collectors together with the node that they look at.</summary>
internal static class NodeCollectorFactory
{
    public static NodeCollector Create(ExporterOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        var node = new Node(new HostPaths(options.RootFs, options.ProcFs), time, options.Addresses, options.ProbeBudget);
        var logger = loggers.CreateLogger("collector");
        var slots = CollectorCatalog.All
            .Where(entry => options.Collectors.ContainsKey(entry.Name))
            .Select(entry => new CollectorSlot(entry.Create(options), options.Collectors[entry.Name], time, logger))
            .ToList();
        return new NodeCollector(slots, () => new CollectionRound(node), time);
    }
}
