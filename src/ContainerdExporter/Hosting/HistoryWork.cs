using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Diagnosis.Timeline;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Hosting;

/// <summary>Saves what is remembered of earlier looks when it has changed, and once more at the end.</summary>
internal sealed class HistoryWork(FindingHistory history, StateFile<HistoryState> file, TimeProvider time) : IBackgroundWork
{
    /// <summary>What a killed exporter forgets at most, but for the looks that changed nothing.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>When each source looked last is worth this much, and so is another try where the last one failed.</summary>
    private static readonly TimeSpan LongInterval = TimeSpan.FromMinutes(1);

    private HistoryState saved = history.State;
    private long lastTry;
    private bool hasFailed;

    public string WorkName => "history";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        lastTry = time.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(Interval, time, cancellationToken);
                SaveIfDue(history.State);
            }
        }
        finally
        {
            file.TrySave(history.State);
        }
    }

    private void SaveIfDue(HistoryState state)
    {
        var isNews = !ReferenceEquals(state.Changes, saved.Changes);
        if (ReferenceEquals(state, saved) || time.GetElapsedTime(lastTry) < (isNews && !hasFailed ? TimeSpan.Zero : LongInterval))
        {
            return;
        }

        lastTry = time.GetTimestamp();
        hasFailed = !file.TrySave(state);
        saved = hasFailed ? saved : state;
    }
}
