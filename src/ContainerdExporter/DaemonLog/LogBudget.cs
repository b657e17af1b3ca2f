namespace ContainerdExporter.DaemonLog;

/// <summary>
/// What one look at a log may cost. Lines beyond the first number are stepped over and counted, which is much cheaper than to judge them;
/// when the time is up too, the rest waits for the next look.
/// </summary>
/// <param name="lines">Lines to judge.</param>
/// <param name="duration">How long to read.</param>
/// <param name="time">The clock.</param>
internal sealed class LogBudget(int lines, TimeSpan duration, TimeProvider time)
{
    private readonly long start = time.GetTimestamp();
    private int left = lines;

    public bool IsOver => time.GetElapsedTime(start) >= duration;

    /// <summary>Whether one line more may be judged.</summary>
    public bool TryTakeLine() => left-- > 0;
}
