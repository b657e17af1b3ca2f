using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.DaemonLog;

/// <summary>
/// The daemon's own log, read beside the scrapes. It is a second witness: each cause has a collector that sees it without a log, so that
/// none is unknown where this one is blind.
/// </summary>
/// <param name="options">What to read, and where to keep the place.</param>
/// <param name="logger">Told when the place cannot be kept.</param>
internal sealed class JournalCollector(JournalOptions options, ILogger logger) : Collector<JournalSample>, IBackgroundWork
{
    public const string Key = "journal";

    /// <summary>A look takes a tenth of a second; one that takes this long has met a disk that does not answer.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(20);

    private readonly TaskCompletionSource<DaemonLogReader> reader = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string WorkName => "daemon log";

    public override string Name => Key;

    public override string Description => "What containerd says in its own log: errors by their pattern, from the journal or a file.";

    public override IReadOnlyList<Cause> Causes => [];

    public override IReadOnlyList<MetricFamily> Families => JournalMetrics.Families;

    /// <summary>Starts when the first collection has told where the host is.</summary>
    public async Task RunAsync(CancellationToken cancellationToken) => await (await reader.Task.WaitAsync(cancellationToken)).RunAsync(cancellationToken);

    public override async Task<JournalSample> ProbeAsync(CollectionRound round, CancellationToken cancellationToken)
    {
        var instances = await round.InstancesAsync();
        var targets = LogTargets.Of(instances, options.Files);
        if (instances.Count > 0 && targets.Count == 0)
        {
            throw CollectionException.Unsupported("neither a unit nor a log file is known of any containerd here; --containerd.log-file names a file");
        }

        var log = ReaderOf(round.Node);
        log.Follow(targets);
        var readings = log.ReadingsOf(targets);
        while (readings is null)
        {
            await Task.Delay(LookPause, round.Node.Time, cancellationToken);
            readings = log.ReadingsOf(targets);
        }

        if (log.LookAge > LongestLook)
        {
            throw new CollectionException(CollectorState.Failed, $"the log has not let itself be read for {log.LookAge.TotalSeconds:0} s");
        }

        return readings.Count == 0 || readings.Any(reading => reading.Status == LogStatus.Reading)
            ? new JournalSample(round.Node.Time.GetUtcNow(), readings)
            : throw Blind(readings);
    }

    public override void Export(JournalSample sample, MetricSink sink) => JournalMetrics.Export(sample, sink);

    public override IEnumerable<Finding> Diagnose(JournalSample sample) => JournalFindings.Of(sample, options.Window);

    private static CollectionException Blind(IReadOnlyList<LogReading> readings)
    {
        var worst = readings.MaxBy(reading => reading.Status)!;
        return worst.Status switch
        {
            LogStatus.Unsupported => CollectionException.Unsupported(worst.Detail!),
            LogStatus.Denied => CollectionException.Denied(worst.Detail!),
            _ => new CollectionException(CollectorState.Failed, worst.Detail ?? "the log cannot be read"),
        };
    }

    private DaemonLogReader ReaderOf(Node node)
    {
        if (!reader.Task.IsCompleted)
        {
            var file = new DaemonLogStateFile(options.StateDirectory, options.IsReadOnly, node.Calls, logger);
            reader.TrySetResult(new DaemonLogReader(new LogOpener(node.Host, node.Time).Create, file, node.Time));
        }

        return reader.Task.Result;
    }
}
