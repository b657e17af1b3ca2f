namespace ContainerdExporter.DaemonLog;

/// <summary>One log, from its opening over its failures to the next try. Used by the reader's thread alone.</summary>
internal sealed class FollowedLog : IDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(30);

    private readonly Func<LogTarget, IDaemonLog> open;
    private readonly TimeProvider time;
    private readonly DateTimeOffset since;
    private readonly LogTally tally;
    private IDaemonLog? log;
    private LogPlace? place;
    private LogStatus status = LogStatus.Reading;
    private string? detail;
    private long lastTry;

    /// <param name="target">Which log.</param>
    /// <param name="saved">Where it was left, and what was counted until then; null to begin at <paramref name="since"/>.</param>
    /// <param name="since">How far to look back without a saved place.</param>
    /// <param name="open">Makes the log's reader.</param>
    /// <param name="time">The clock.</param>
    public FollowedLog(LogTarget target, SavedLog? saved, DateTimeOffset since, Func<LogTarget, IDaemonLog> open, TimeProvider time)
    {
        Target = target;
        this.open = open;
        this.time = time;
        this.since = since;
        place = saved?.Place;
        Totals = saved?.Totals() ?? LogTotals.None;
        tally = new LogTally(Totals);
    }

    public LogTarget Target { get; }

    /// <summary>As of the last look.</summary>
    public LogTotals Totals { get; private set; }

    public LogReading Reading => new(Target, status, detail, Totals, Lag);

    /// <summary>Whether the last look came to the log's end, or cannot come further.</summary>
    public bool IsCaughtUp { get; private set; }

    private TimeSpan Lag => status == LogStatus.Reading && !IsCaughtUp && tally.LastLine is { } last && time.GetUtcNow() - last is { Ticks: > 0 } lag ? lag : TimeSpan.Zero;

    /// <summary>What a restart needs; null while nothing is known, or a line waits for those after it.</summary>
    public SavedLog? Save() => place is not null && tally.IsSettled ? SavedLog.Of(Target.Source, place, Totals) : null;

    /// <summary>Reads on; true when anything has changed.</summary>
    public bool Look(LogBudget budget)
    {
        if (log is null && status != LogStatus.Reading && time.GetElapsedTime(lastTry) < RetryPause)
        {
            return false;
        }

        var before = (tally.Seen, status, tally.IsSettled);
        try
        {
            Read(budget);
        }
        catch (LogException e)
        {
            Fail(e.Status, e.Message);
        }
        catch (FileNotFoundException e)
        {
            Fail(LogStatus.Unsupported, e.Message);
        }
        catch (UnauthorizedAccessException e)
        {
            Fail(LogStatus.Denied, e.Message);
        }
        catch (IOException e)
        {
            Fail(LogStatus.Failed, e.Message);
        }

        var isChanged = before != (tally.Seen, status, tally.IsSettled);
        if (isChanged)
        {
            Totals = tally.Publish();
        }

        return isChanged;
    }

    public void Dispose() => log?.Dispose();

    private void Read(LogBudget budget)
    {
        if (log is null)
        {
            lastTry = time.GetTimestamp();
            log = open(Target);
            log.Open(place, since);
        }

        var seen = tally.Seen;
        try
        {
            IsCaughtUp = log.Read(budget, tally);
        }
        finally
        {
            place = log.Place ?? place; // What was counted before a failure is not read again after it.
        }

        if (IsCaughtUp && tally.Seen == seen)
        {
            tally.Settle();
        }

        (status, detail) = (LogStatus.Reading, null);
    }

    private void Fail(LogStatus failure, string message)
    {
        log?.Dispose();
        log = null;
        IsCaughtUp = true;
        (status, detail) = (failure, message);
    }
}
