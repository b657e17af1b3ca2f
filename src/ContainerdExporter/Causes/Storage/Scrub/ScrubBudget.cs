namespace ContainerdExporter.Causes.Storage.Scrub;

/// <summary>Spreads bytes evenly over time. What was not used is lost, so that there is never a burst.</summary>
/// <param name="rate">Bytes per second.</param>
/// <param name="time">The clock.</param>
internal sealed class ScrubBudget(long rate, TimeProvider time)
{
    /// <summary>A late wake-up may be made up for; a pause may not.</summary>
    private static readonly TimeSpan Credit = TimeSpan.FromMilliseconds(200);

    private readonly long start = time.GetTimestamp();
    private TimeSpan due;

    /// <summary>Takes bytes, and tells how long to wait before the next are taken.</summary>
    public TimeSpan Take(long bytes)
    {
        var now = time.GetElapsedTime(start);
        due = due < now - Credit ? now - Credit : due;
        due += TimeSpan.FromSeconds((double)bytes / rate);
        return due > now ? due - now : TimeSpan.Zero;
    }
}
