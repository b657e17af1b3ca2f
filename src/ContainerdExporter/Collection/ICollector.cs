using ContainerdExporter.Diagnosis;
using ContainerdExporter.Diagnosis.Timeline;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Collection;

/// <summary>One source of evidence: probes the node, then turns its sample into metrics and findings.</summary>
internal interface ICollector
{
    /// <summary>The name used in flags, in <c>collect[]</c> and in the <c>collector</c> label.</summary>
    string Name { get; }

    /// <summary>One sentence for <c>--help</c> and the status page.</summary>
    string Description { get; }

    /// <summary>The causes that this collector can see; without its sample their state is unknown.</summary>
    IReadOnlyList<Cause> Causes { get; }

    /// <summary>Every metric family that <see cref="Export"/> can write.</summary>
    IReadOnlyList<MetricFamily> Families { get; }

    /// <summary>Probes the node. Throws <see cref="CollectionException"/> to end in another state than failed.</summary>
    Task<object> CollectAsync(CollectionRound round, CancellationToken cancellationToken);

    void Export(object sample, MetricSink sink);

    IEnumerable<Finding> Diagnose(object sample);

    /// <summary>Moments of the node that are no findings, for the story that findings tell.</summary>
    IEnumerable<Landmark> Landmarks(object sample);
}
