using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Runtime.Processes;

/// <summary>Cause 4: looks for OCI runtime processes, and for those among them that are stuck.</summary>
internal sealed class RuntimeProcessCollector(StuckThresholds thresholds) : Collector<RuntimeProcessSample>
{
    private RuntimeProcessReader? reader;

    public override string Name => "processes";

    public override string Description => "OCI runtime processes (runc, crun, …), and those of them that are stuck.";

    public override IReadOnlyList<Cause> Causes => [Cause.Runtime];

    public override IReadOnlyList<MetricFamily> Families => RuntimeProcessMetrics.Families;

    public override async Task<RuntimeProcessSample> ProbeAsync(CollectionRound round, CancellationToken cancellationToken)
    {
        var table = await round.AllProcessesAsync();
        reader ??= new RuntimeProcessReader(round.Node, thresholds);
        var processes = await reader.ReadAsync(table);
        return new RuntimeProcessSample([.. processes.Select(process => new JudgedProcess(process, StuckJudge.Judge(process, thresholds)))]);
    }

    public override void Export(RuntimeProcessSample sample, MetricSink sink) => RuntimeProcessMetrics.Export(sample, sink);

    public override IEnumerable<Finding> Diagnose(RuntimeProcessSample sample) => RuntimeProcessFindings.Of(sample);
}
