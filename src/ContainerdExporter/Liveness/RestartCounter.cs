using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Liveness;

/// <summary>Counts, per instance, how often a daemon was followed by another. A process is known by its PID and start tick.</summary>
/// <param name="window">How long a restart is recent.</param>
/// <param name="time">The clock.</param>
internal sealed class RestartCounter(TimeSpan window, TimeProvider time)
{
    private readonly Dictionary<string, History> histories = new(StringComparer.Ordinal);

    private sealed class History
    {
        public (int Pid, ulong StartTicks) Last { get; set; }

        public long Count { get; set; }

        public Queue<long> Recent { get; } = new();
    }

    /// <summary>Notes the daemon that runs now; an instance without one keeps its count.</summary>
    public (long Total, int Recent) Observe(ContainerdInstance instance)
    {
        if (!histories.TryGetValue(instance.Address, out var history))
        {
            history = histories[instance.Address] = new History();
        }

        if (instance.Daemon is { Process: var process })
        {
            var identity = (process.Pid, process.StartTicks);
            if (history.Last != default && history.Last != identity)
            {
                history.Count++;
                history.Recent.Enqueue(time.GetTimestamp());
            }

            history.Last = identity;
        }

        while (history.Recent.TryPeek(out var oldest) && time.GetElapsedTime(oldest) > window)
        {
            history.Recent.Dequeue();
        }

        return (history.Count, history.Recent.Count);
    }
}
