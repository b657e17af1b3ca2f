using ContainerdExporter.Collection;
using ContainerdExporter.Linux;
using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.Hosting;

/// <summary>A node, the enabled collectors that look at it, and the work that goes on beside their scrapes.</summary>
internal sealed record NodeWatch(Node Node, NodeCollector Collector, IReadOnlyList<IBackgroundWork> Background);

/// <summary>Puts the enabled collectors together with the node that they look at.</summary>
internal static class NodeCollectorFactory
{
    /// <summary>Makes the collectors and their node.</summary>
    /// <param name="options">Which collectors, and where they look.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where to log.</param>
    /// <param name="keepsState">False for one look beside a running exporter: its state is read, and left as it is.</param>
    public static NodeWatch Create(ExporterOptions options, TimeProvider time, ILoggerFactory loggers, bool keepsState = true)
    {
        var host = new HostPaths(options.RootFs, options.ProcFs);
        var entries = CollectorCatalog.All.Where(entry => options.Collectors.ContainsKey(entry.Name)).ToList();
        options = options with { KeepsState = keepsState };
        var collectors = entries.ConvertAll(entry => entry.Create(options, loggers));
        var kernelLog = FollowKernelLog(collectors, options, host, time, loggers, keepsState);
        var node = new Node(host, time, options.Addresses, options.ProbeBudget) { KernelLog = kernelLog };

        var logger = loggers.CreateLogger("collector");
        var slots = collectors.ConvertAll(collector => new CollectorSlot(collector, options.Collectors[collector.Name], time, logger));
        List<IBackgroundWork> background = [.. collectors.OfType<IBackgroundWork>()];
        if (kernelLog is not null)
        {
            background.Add(new KernelLogWork(kernelLog));
        }

        return new NodeWatch(node, new NodeCollector(slots, () => new CollectionRound(node), time), background);
    }

    /// <summary>One reader for all who listen; none when nobody does.</summary>
    private static KernelLogReader? FollowKernelLog(IEnumerable<ICollector> collectors, ExporterOptions options, HostPaths host, TimeProvider time, ILoggerFactory loggers, bool keepsState)
    {
        var listeners = collectors.OfType<IKernelLogConsumer>().Select(consumer => consumer.Listener).ToList();
        if (listeners.Count == 0)
        {
            return null;
        }

        var logger = loggers.CreateLogger("kernel-log");
        var state = new KernelLogStateFile(host, options.StateDirectory, new IsolatedCalls(time), logger, isReadOnly: !keepsState);
        return new KernelLogReader(new KernelLogDevice(), listeners, state, time, logger);
    }
}
