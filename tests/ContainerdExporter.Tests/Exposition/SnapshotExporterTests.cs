using System.Text;
using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerdExporter.Tests.Exposition;

public sealed class SnapshotExporterTests
{
    private static readonly MetricFamily Family = MetricFamily.Gauge("containerd_test", "A test.", "name");

    [Fact]
    public async Task ToRegistry_CollectorThatCannotExport_FailsAlone()
    {
        var snapshot = new NodeSnapshot(
            DateTimeOffset.UnixEpoch,
            [Ok(new Exporting("broken", _ => throw new InvalidDataException("no"))), Ok(new Exporting("good", sink => sink.Set(Family, 7, "x")))]);

        using var stream = new MemoryStream();
        await SnapshotExporter.ToRegistry(snapshot, NullLogger.Instance).CollectAndExportAsTextAsync(stream, TestContext.Current.CancellationToken);
        var text = Encoding.UTF8.GetString(stream.ToArray());

        Assert.Contains("containerd_test{name=\"x\"} 7\n", text, StringComparison.Ordinal);
        Assert.Contains("containerd_exporter_collector_state{collector=\"broken\",state=\"failed\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("containerd_exporter_collector_state{collector=\"good\",state=\"ok\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("process_resident_memory_bytes ", text, StringComparison.Ordinal);
    }

    private static CollectorResult Ok(ICollector collector) =>
        new(collector, CollectorState.Ok, TimeSpan.Zero, "sample", Detail: null, LastSuccess: null);

    private sealed class Exporting(string name, Action<MetricSink> export) : Collector<string>
    {
        public override string Name => name;

        public override string Description => "A test's.";

        public override IReadOnlyList<Cause> Causes => [];

        public override IReadOnlyList<MetricFamily> Families => [Family];

        public override Task<string> ProbeAsync(CollectionRound round, CancellationToken cancellationToken) => Task.FromResult("sample");

        public override void Export(string sample, MetricSink sink) => export(sink);

        public override IEnumerable<Finding> Diagnose(string sample) => [];
    }
}
