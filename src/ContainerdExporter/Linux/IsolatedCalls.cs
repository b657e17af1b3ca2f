using System.Collections.Concurrent;

namespace ContainerdExporter.Linux;

/// <summary>
/// Runs calls from which the kernel may never return (anything on a dead mount) on threads of their own. A key has at
/// most one call under way: while it hangs, further callers are refused at once and no thread is added.
/// </summary>
internal sealed class IsolatedCalls(TimeProvider time)
{
    /// <summary>More hanging mounts than this are not told apart from each other any more.</summary>
    public const int Limit = 32;

    private readonly ConcurrentDictionary<string, Task> underWay = new(StringComparer.Ordinal);
    private readonly IsolatedThreads threads = new();

    /// <summary>How many calls have not returned yet.</summary>
    public int UnderWay => underWay.Count;

    /// <summary>Runs the call, or throws <see cref="TimeoutException"/> when it, or an earlier one of its key, hangs.</summary>
    public async Task<T> RunAsync<T>(string key, Func<T> call, TimeSpan timeout)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (underWay.Count >= Limit || !underWay.TryAdd(key, result.Task))
        {
            throw new TimeoutException($"an earlier call has not returned: {key}");
        }

        threads.Run(() => Execute(key, call, result));
        return await result.Task.WaitAsync(timeout, time);
    }

    /// <summary>Gives back what tells the caller: it is told when the thread is free for its next call.</summary>
    private Action Execute<T>(string key, Func<T> call, TaskCompletionSource<T> result)
    {
        T value;
        try
        {
            value = call();
        }
        catch (Exception e)
        {
            underWay.TryRemove(key, out _);
            return () =>
            {
                result.SetException(e);
                _ = result.Task.Exception; // Observed: the caller may have left long ago.
            };
        }

        underWay.TryRemove(key, out _);
        return () => result.SetResult(value);
    }
}
