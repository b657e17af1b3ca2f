namespace ContainerdExporter.Collection;

/// <summary>
/// Repeats something that may take long: when somebody asks and it is due. It runs for at most a twentieth of the time, never
/// twice at once, and who asks waits only a moment for it, then takes the last result.
/// </summary>
/// <param name="interval">Between the end of one run and the start of the next, at least.</param>
/// <param name="time">The clock.</param>
internal sealed class PacedPass<T>(TimeSpan interval, TimeProvider time)
    where T : class
{
    private const int Rest = 20;

    /// <summary>A result may be this many times older than the pace asks for.</summary>
    private const int Patience = 5;

    private readonly Lock gate = new();
    private Task<T>? running;
    private T? last;
    private long lastEnd;
    private TimeSpan rest;

    private TimeSpan Pace => rest > interval ? rest : interval;

    /// <summary>The newest result; null before the first, and when the last is too old to be told.</summary>
    /// <param name="run">Makes a result.</param>
    /// <param name="patience">How long to wait for a run.</param>
    /// <exception cref="Exception">The run that was waited for failed.</exception>
    public async Task<T?> LatestAsync(Func<Task<T>> run, TimeSpan patience)
    {
        Task<T>? current;
        lock (gate)
        {
            if (running is null && (last is null || time.GetElapsedTime(lastEnd) >= Pace))
            {
                running = Task.Run(() => RunAsync(run));
                _ = running.ContinueWith(static failed => failed.Exception, TaskContinuationOptions.OnlyOnFaulted); // Nobody may wait for it.
            }

            current = running;
        }

        try
        {
            return current is null ? last : await current.WaitAsync(patience, time);
        }
        catch (TimeoutException) when (!current!.IsCompleted)
        {
            lock (gate)
            {
                return time.GetElapsedTime(lastEnd) < Pace * Patience ? last : null;
            }
        }
    }

    private async Task<T> RunAsync(Func<Task<T>> run)
    {
        var start = time.GetTimestamp();
        T? result = null;
        try
        {
            return result = await run();
        }
        finally
        {
            lock (gate)
            {
                last = result;
                running = null;
                lastEnd = time.GetTimestamp();
                rest = time.GetElapsedTime(start) * Rest;
            }
        }
    }
}
