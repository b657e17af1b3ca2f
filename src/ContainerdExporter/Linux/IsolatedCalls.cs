using System.Collections.Concurrent;

namespace ContainerdExporter.Linux;

/// <summary>
/// Runs calls from which the kernel may never return (anything on a dead mount) on threads of their own. A key has at
/// most one call under way: who comes meanwhile waits for it, and once it has overrun its time, further callers are refused
/// at once and no thread is added.
/// </summary>
internal sealed class IsolatedCalls(TimeProvider time)
{
    /// <summary>More hanging mounts than this are not told apart from each other any more.</summary>
    public const int Limit = 32;

    private readonly ConcurrentDictionary<string, Call> underWay = new(StringComparer.Ordinal);
    private readonly IsolatedThreads threads = new();
    private int overdue;

    /// <summary>How many calls have not returned yet.</summary>
    public int UnderWay => underWay.Count;

    /// <summary>Runs the call, or throws <see cref="TimeoutException"/> when it, or an earlier one of its key, hangs.</summary>
    public async Task<T> RunAsync<T>(string key, Func<T> call, TimeSpan timeout)
    {
        var start = time.GetTimestamp();
        var own = new Call();
        while (underWay.GetOrAdd(key, own) is var earlier && earlier != own)
        {
            if (earlier.IsOverdue)
            {
                throw new TimeoutException($"an earlier call has not returned: {key}");
            }

            await earlier.Ended.WaitAsync(Left(start, timeout), time);
        }

        if (Volatile.Read(ref overdue) >= Limit)
        {
            End(key, own);
            throw new TimeoutException($"{Limit} calls have not returned: {key} is not tried");
        }

        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Run(() => Execute(key, own, call, result));
        try
        {
            return await result.Task.WaitAsync(Left(start, timeout), time);
        }
        catch (TimeoutException) when (!result.Task.IsCompleted)
        {
            if (own.GiveUp())
            {
                Interlocked.Increment(ref overdue);
            }

            throw;
        }
    }

    private TimeSpan Left(long start, TimeSpan timeout) => timeout - time.GetElapsedTime(start) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>Gives back what tells the caller: it is told when the thread is free for its next call.</summary>
    private Action Execute<T>(string key, Call own, Func<T> call, TaskCompletionSource<T> result)
    {
        T value;
        try
        {
            value = call();
        }
        catch (Exception e)
        {
            End(key, own);
            return () =>
            {
                result.SetException(e);
                _ = result.Task.Exception; // Observed: the caller may have left long ago.
            };
        }

        End(key, own);
        return () => result.SetResult(value);
    }

    private void End(string key, Call own)
    {
        underWay.TryRemove(key, out _);
        if (own.End())
        {
            Interlocked.Decrement(ref overdue);
        }
    }

    /// <summary>A call that has not returned yet.</summary>
    private sealed class Call
    {
        private const int Running = 0;
        private const int Overdue = 1;
        private const int Returned = 2;

        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int state;

        public Task Ended => ended.Task;

        /// <summary>Whether its own caller has given it up.</summary>
        public bool IsOverdue => Volatile.Read(ref state) == Overdue;

        /// <summary>False when it has just returned.</summary>
        public bool GiveUp() => Interlocked.CompareExchange(ref state, Overdue, Running) == Running;

        /// <summary>Whether it had been given up.</summary>
        public bool End()
        {
            var wasOverdue = Interlocked.Exchange(ref state, Returned) == Overdue;
            ended.SetResult();
            return wasOverdue;
        }
    }
}
