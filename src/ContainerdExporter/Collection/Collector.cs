using ContainerdExporter.Diagnosis;
using ContainerdExporter.Diagnosis.Timeline;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Collection;

/// <summary>A collector with a sample type of its own: an immutable record that export and diagnosis read, and nothing else does.</summary>
internal abstract class Collector<TSample> : ICollector
    where TSample : class
{
    public abstract string Name { get; }

    public abstract string Description { get; }

    public abstract IReadOnlyList<Cause> Causes { get; }

    public abstract IReadOnlyList<MetricFamily> Families { get; }

    public abstract Task<TSample> ProbeAsync(CollectionRound round, CancellationToken cancellationToken);

    public abstract void Export(TSample sample, MetricSink sink);

    public abstract IEnumerable<Finding> Diagnose(TSample sample);

    /// <summary>None, unless the collector knows of moments that belong into a story.</summary>
    public virtual IEnumerable<Landmark> Landmarks(TSample sample) => [];

    async Task<object> ICollector.CollectAsync(CollectionRound round, CancellationToken cancellationToken) =>
        await ProbeAsync(round, cancellationToken);

    void ICollector.Export(object sample, MetricSink sink) => Export((TSample)sample, sink);

    IEnumerable<Finding> ICollector.Diagnose(object sample) => Diagnose((TSample)sample);

    IEnumerable<Landmark> ICollector.Landmarks(object sample) => Landmarks((TSample)sample);
}
