using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;
using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.Causes.Memory;

/// <summary>Cause 1: whom the kernel's OOM killer has ended, from the kernel's log.</summary>
/// <param name="window">How long a kill stays a finding.</param>
internal sealed class OomCollector(TimeSpan window) : Collector<OomSample>, IKernelLogConsumer
{
    private readonly OomListener listener = new();

    public IKernelLogListener Listener => listener;

    public override string Name => "oom";

    public override string Description => "Whom the kernel's OOM killer has ended, from the kernel log.";

    public override IReadOnlyList<Cause> Causes => [Cause.Memory];

    public override IReadOnlyList<MetricFamily> Families => OomMetrics.Families;

    public override async Task<OomSample> ProbeAsync(CollectionRound round, CancellationToken cancellationToken)
    {
        var log = await KernelLogAccess.ReadyAsync(round, cancellationToken);
        return new OomSample(round.Node.Time.GetUtcNow(), listener.Published, log);
    }

    public override void Export(OomSample sample, MetricSink sink) => OomMetrics.Export(sample, sink);

    public override IEnumerable<Finding> Diagnose(OomSample sample) => OomFindings.Of(sample, window);
}
