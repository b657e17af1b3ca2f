using System.Collections.Concurrent;

namespace ContainerdExporter.Linux;

/// <summary>
/// Runs calls from which the kernel may never return (anything on a dead mount), each on a thread of its own. A key has
/// at most one call under way: while it hangs, further callers are refused at once and no thread is added.
/// </summary>
internal sealed class IsolatedCalls(TimeProvider time)
{
    /// <summary>More hanging mounts than this are not told apart from each other any more.</summary>
    public const int Limit = 32;

    private readonly ConcurrentDictionary<string, Task> underWay = new(StringComparer.Ordinal);

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

        new Thread(() => Execute(key, call, result), maxStackSize: 256 * 1024) { IsBackground = true, Name = "isolated" }.Start();
        return await result.Task.WaitAsync(timeout, time);
    }

    private void Execute<T>(string key, Func<T> call, TaskCompletionSource<T> result)
    {
        T value;
        try
        {
            value = call();
        }
        catch (Exception e)
        {
            underWay.TryRemove(key, out _);
            result.SetException(e);
            _ = result.Task.Exception; // Observed: the caller may have left long ago.
            return;
        }

        underWay.TryRemove(key, out _);
        result.SetResult(value);
    }
}
