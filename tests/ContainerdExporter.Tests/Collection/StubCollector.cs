using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Tests.Collection;

/// <summary>A collector that does what the test says.</summary>
internal sealed class StubCollector(string name, Func<CancellationToken, Task<string>> probe) : Collector<string>
{
    private static readonly MetricFamily Seen = MetricFamily.Gauge("stub_seen", "What the stub saw.", "text");

    private int runs;

    public int Runs => Volatile.Read(ref runs);

    public override string Name => name;

    public override string Description => "a stub";

    public override IReadOnlyList<Cause> Causes => [Cause.Disk];

    public override IReadOnlyList<MetricFamily> Families => [Seen];

    public override Task<string> ProbeAsync(CollectionRound round, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref runs);
        return probe(cancellationToken);
    }

    public override void Export(string sample, MetricSink sink) => sink.Set(Seen, 1, sample);

    public override IEnumerable<Finding> Diagnose(string sample) => [];
}
