using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Liveness;

/// <summary>Counts, per instance, how often a daemon was followed by another. A process is known by its PID and start tick.</summary>
internal sealed class RestartCounter
{
    private readonly TimeSpan window;
    private readonly TimeProvider time;
    private readonly Dictionary<string, History> histories;

    /// <param name="window">How long a restart is recent.</param>
    /// <param name="earlier">What an earlier exporter has counted.</param>
    /// <param name="time">The clock.</param>
    public RestartCounter(TimeSpan window, IReadOnlyDictionary<string, SavedRestarts> earlier, TimeProvider time)
    {
        this.window = window;
        this.time = time;
        Counted = earlier;
        histories = earlier.ToDictionary(each => each.Key, each => Restore(each.Value), StringComparer.Ordinal);
    }

    /// <summary>What a later exporter must know; another object at each change.</summary>
    public IReadOnlyDictionary<string, SavedRestarts> Counted { get; private set; }

    /// <summary>Notes the daemon that runs now; an instance without one keeps its count.</summary>
    public (long Total, int Recent) Observe(ContainerdInstance instance)
    {
        if (!histories.TryGetValue(instance.Address, out var history))
        {
            history = histories[instance.Address] = new History();
        }

        if (instance.Daemon is { Process: var process } && (process.Pid, process.StartTicks) is var identity && history.Last != identity)
        {
            if (history.Last != default)
            {
                history.Count++;
                history.Recent.Enqueue(time.GetTimestamp());
            }

            history.Last = identity;
            Counted = histories.Where(each => each.Value.Last != default).ToDictionary(each => each.Key, each => Save(each.Value), StringComparer.Ordinal);
        }

        Forget(history);
        return (history.Count, history.Recent.Count);
    }

    private void Forget(History history)
    {
        while (history.Recent.TryPeek(out var oldest) && time.GetElapsedTime(oldest) > window)
        {
            history.Recent.Dequeue();
        }
    }

    private SavedRestarts Save(History history)
    {
        var now = time.GetUtcNow();
        return new SavedRestarts
        {
            Pid = history.Last.Pid,
            StartTicks = history.Last.StartTicks,
            Total = history.Count,
            Recent = [.. history.Recent.Select(at => now - time.GetElapsedTime(at))],
        };
    }

    /// <summary>A clock that was set back meanwhile makes no restart younger than now.</summary>
    private History Restore(SavedRestarts saved)
    {
        var (now, stamp) = (time.GetUtcNow(), time.GetTimestamp());
        var history = new History { Last = (saved.Pid, saved.StartTicks), Count = saved.Total };
        foreach (var at in saved.Recent.Order())
        {
            var age = now > at ? now - at : TimeSpan.Zero;
            history.Recent.Enqueue(stamp - (long)(age.TotalSeconds * time.TimestampFrequency));
        }

        return history;
    }

    private sealed class History
    {
        public (int Pid, ulong StartTicks) Last { get; set; }

        public long Count { get; set; }

        /// <summary>Stamps of a clock that nobody sets.</summary>
        public Queue<long> Recent { get; } = new();
    }
}
