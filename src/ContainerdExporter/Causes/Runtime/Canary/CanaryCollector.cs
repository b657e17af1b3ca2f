using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Runtime.Canary;

/// <summary>
/// Cause 4, by its effect: whether containers can be run, tried with one. The one collector that changes anything on the node, and so
/// the one that is off unless asked for.
/// </summary>
/// <param name="options">How canaries are run.</param>
/// <param name="deadline">The collector's own; the first scrape waits for the first pass for most of it.</param>
internal sealed class CanaryCollector(CanaryOptions options, TimeSpan deadline) : Collector<CanarySample>, IBackgroundWork
{
    public const string Key = "canary";

    private readonly CanaryPatrol patrol = new(options);

    public override string Name => Key;

    public override string Description => "Whether a container can be run, by running one.";

    public override IReadOnlyList<Cause> Causes => [Cause.Runtime];

    public override IReadOnlyList<MetricFamily> Families => CanaryMetrics.Families;

    public string WorkName => patrol.WorkName;

    public Task RunAsync(CancellationToken cancellationToken) => patrol.RunAsync(cancellationToken);

    public override async Task<CanarySample> ProbeAsync(CollectionRound round, CancellationToken cancellationToken)
    {
        var time = round.Node.Time;
        patrol.Offer(round);
        try
        {
            await patrol.FirstPass.WaitAsync(deadline * 0.8, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new CanarySample([]); // Under way; nothing is known yet.
        }

        if (patrol.Trouble is { } trouble)
        {
            throw new CollectionException(trouble.State, trouble.Message, trouble);
        }

        var results = patrol.Results;
        var fresh = results.Where(result => time.GetUtcNow() - result.Ended <= options.GoodFor).ToList();
        return fresh.Count > 0 || results.Count == 0
            ? new CanarySample(fresh)
            : throw new CollectionException(CollectorState.Timeout, $"no canary has come to its end for {(time.GetUtcNow() - results.Max(result => result.Ended)).TotalMinutes:0} minutes");
    }

    public override void Export(CanarySample sample, MetricSink sink) => CanaryMetrics.Export(sample, sink);

    public override IEnumerable<Finding> Diagnose(CanarySample sample) => CanaryFindings.Of(sample);
}
