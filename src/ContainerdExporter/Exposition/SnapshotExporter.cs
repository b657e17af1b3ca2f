using ContainerdExporter.Collection;
using ContainerdExporter.Linux;
using Prometheus;

namespace ContainerdExporter.Exposition;

/// <summary>Turns a snapshot into the registry of one scrape.</summary>
internal static partial class SnapshotExporter
{
    public static CollectorRegistry ToRegistry(NodeSnapshot snapshot, ILogger logger)
    {
        var sink = new MetricSink();
        var results = snapshot.Results.Select(result => Export(result, sink, logger)).ToList();
        SelfMetrics.Export(results, sink);
        ProcessMetrics.Export(OwnProcess.Read(), sink);
        return sink.Registry;
    }

    /// <summary>A sample that its own collector cannot write down is that collector's failure, and nobody else's.</summary>
    private static CollectorResult Export(CollectorResult result, MetricSink sink, ILogger logger)
    {
        if (result.Sample is null)
        {
            return result;
        }

        try
        {
            result.Collector.Export(result.Sample, sink);
            return result;
        }
        catch (Exception e)
        {
            CannotExport(logger, e, result.Collector.Name);
            return result with { State = CollectorState.Failed, Sample = null, Detail = $"{e.GetType().Name}: {e.Message}" };
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "collector {Collector} cannot export its sample")]
    private static partial void CannotExport(ILogger logger, Exception exception, string collector);
}
