using ContainerdExporter.Collection;
using Prometheus;

namespace ContainerdExporter.Exposition;

/// <summary>Turns a snapshot into the registry of one scrape.</summary>
internal static class SnapshotExporter
{
    public static CollectorRegistry ToRegistry(NodeSnapshot snapshot)
    {
        var sink = new MetricSink();
        foreach (var result in snapshot.Results)
        {
            if (result.Sample is not null)
            {
                result.Collector.Export(result.Sample, sink);
            }
        }

        SelfMetrics.Export(snapshot, sink);
        DotNetStats.Register(sink.Registry);
        return sink.Registry;
    }
}
