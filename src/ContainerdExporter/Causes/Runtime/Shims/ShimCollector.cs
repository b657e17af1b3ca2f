using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Runtime.Shims;

/// <summary>Cause 4: the shims of every instance now, and its tasks as they were last listed in the background.</summary>
/// <param name="options">How tasks are listed.</param>
/// <param name="deadline">The collector's own; the first scrape waits for the first listing for most of it.</param>
internal sealed class ShimCollector(ShimOptions options, TimeSpan deadline) : Collector<ShimSample>
{
    public const string Key = "shims";

    private ShimSurveys? surveys;

    public override string Name => Key;

    public override string Description => "Shims and tasks: attached, orphaned, not answering.";

    public override IReadOnlyList<Cause> Causes => [Cause.Runtime];

    public override IReadOnlyList<MetricFamily> Families => ShimMetrics.Families;

    public override async Task<ShimSample> ProbeAsync(CollectionRound round, CancellationToken cancellationToken)
    {
        var table = await round.AllProcessesAsync();
        var instances = await round.InstancesAsync();
        surveys ??= new ShimSurveys(round.Node, options);
        var shims = (await round.ShimsAsync()).ToLookup(shim => KnownLayout.SocketKey(shim.Line.Address), StringComparer.Ordinal);
        return new ShimSample([.. await Task.WhenAll(instances.Select(instance => JudgeAsync(instance, [.. shims[KnownLayout.SocketKey(instance.Address)]], surveys, table)))]);
    }

    public override void Export(ShimSample sample, MetricSink sink) => ShimMetrics.Export(sample, sink);

    public override IEnumerable<Finding> Diagnose(ShimSample sample) => ShimFindings.Of(sample);

    private async Task<InstanceShims> JudgeAsync(ContainerdInstance instance, IReadOnlyList<ShimProcess> shims, ShimSurveys surveys, ProcessTable table)
    {
        // A daemon that does not run lists nothing; that is another cause's finding.
        var surveyed = instance.Daemons.Count > 0 ? await surveys.LatestAsync(instance, shims, deadline * 0.8) : null;
        var silent = surveyed is null ? new HashSet<(string, string)>() : ShimJudge.Silent(surveyed.Survey, shims);
        return new InstanceShims(
            instance.Address,
            [.. shims.Select(shim => new JudgedShim(shim, ShimJudge.StateOf(shim, surveyed, silent), table.AgeOf(shim.Process)))],
            surveyed);
    }
}
