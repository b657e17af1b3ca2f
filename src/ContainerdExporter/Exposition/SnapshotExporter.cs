using ContainerdExporter.Collection;
using ContainerdExporter.Linux;
using Prometheus;

namespace ContainerdExporter.Exposition;

/// <summary>Turns a snapshot into the registry of one scrape.</summary>
internal static partial class SnapshotExporter
{
    /// <param name="snapshot">What was collected.</param>
    /// <param name="logger">Where to say that a sample cannot be exported.</param>
    /// <param name="isWebConfigInForce">Whether the web configuration is the one in its file; null without one.</param>
    public static CollectorRegistry ToRegistry(NodeSnapshot snapshot, ILogger logger, bool? isWebConfigInForce = null)
    {
        var sink = new MetricSink();
        var results = snapshot.Results.Select(result => Export(result, sink, logger)).ToList();
        SelfMetrics.Export(results, sink);
        if (isWebConfigInForce is { } isInForce)
        {
            SelfMetrics.ExportWebConfig(isInForce, sink);
        }

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
