namespace ContainerdExporter.DaemonLog;

/// <summary>
/// Reads the logs of a node's daemons, once a second, on a thread of its own: the journal's library belongs to one thread, and a call of it
/// takes as long as the disk does.
/// </summary>
/// <remarks>
/// Counts are saved first and published then, so that after a crash of the exporter no counter is below what a scrape has seen; lines
/// after the saved place are read again.
/// </remarks>
internal sealed class DaemonLogReader(Func<LogTarget, IDaemonLog> open, DaemonLogStateFile file, TimeProvider time)
{
    /// <summary>A daemon in health writes a few lines a second; more than this is a flood.</summary>
    public const int LinesPerLook = 2000;

    /// <summary>How far the first look of all goes back.</summary>
    public static readonly TimeSpan FirstLookBack = TimeSpan.FromHours(1);

    /// <summary>At the start more is allowed, for somebody waits for it.</summary>
    private const int LinesAtStart = 20_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestFirstLook = TimeSpan.FromSeconds(2);

    /// <summary>A place without a new count is worth saving this often.</summary>
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, FollowedLog> logs = new(StringComparer.Ordinal);
    private readonly object gate = new();
    private bool isWoken;
    private volatile IReadOnlyList<LogTarget> targets = [];
    private volatile Look published = new([], []);
    private DaemonLogState state = new();
    private bool unsaved;
    private long lastSave;
    private long lookBegan;

    /// <summary>For how long the present look has been under way; zero between two.</summary>
    public TimeSpan LookAge => Interlocked.Read(ref lookBegan) is var began and not 0 ? time.GetElapsedTime(began) : TimeSpan.Zero;

    /// <summary>Sets what to read, from now on.</summary>
    public void Follow(IReadOnlyList<LogTarget> wanted)
    {
        if (!targets.SequenceEqual(wanted))
        {
            targets = wanted;
            Wake();
        }
    }

    /// <summary>The logs as of the last look; null while these targets have not been looked at.</summary>
    public IReadOnlyList<LogReading>? ReadingsOf(IReadOnlyList<LogTarget> wanted) =>
        published is var look && look.Targets.SequenceEqual(wanted) ? look.Readings : null;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var wake = cancellationToken.Register(Wake);
        new Thread(() => Execute(ended, cancellationToken), maxStackSize: 512 * 1024) { IsBackground = true, Name = "daemon log" }.Start();
        await ended.Task;
    }

    private void Execute(TaskCompletionSource ended, CancellationToken cancellationToken)
    {
        try
        {
            Run(cancellationToken);
        }
        catch (Exception e)
        {
            End();
            ended.SetException(e);
            return;
        }

        End();
        ended.SetResult();
    }

    private void Run(CancellationToken cancellationToken)
    {
        state = file.Load();
        while (!cancellationToken.IsCancellationRequested)
        {
            LookOnce();
            Rest();
        }

        Save(isLast: true);
    }

    /// <summary>What is not read any more is not told as if it were.</summary>
    private void End()
    {
        foreach (var log in logs.Values)
        {
            log.Dispose();
        }

        logs.Clear();
        published = new Look([], []);
        Interlocked.Exchange(ref lookBegan, 0);
    }

    private void Wake()
    {
        lock (gate)
        {
            isWoken = true;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>A monitor, as it sleeps at once where the other primitives spin first. Without anything to read there is nothing to look at.</summary>
    private void Rest()
    {
        lock (gate)
        {
            if (!isWoken)
            {
                Monitor.Wait(gate, targets.Count == 0 ? Timeout.InfiniteTimeSpan : Pause);
            }

            isWoken = false;
        }
    }

    /// <summary>One look at each log.</summary>
    private void LookOnce()
    {
        Interlocked.Exchange(ref lookBegan, Math.Max(1, time.GetTimestamp()));
        var wanted = targets;
        Align(wanted);
        var isCounted = false;
        foreach (var log in wanted.Select(target => logs[target.Address]))
        {
            var isNew = !published.Targets.Contains(log.Target);
            var before = log.Totals;
            unsaved |= log.Look(isNew ? new LogBudget(LinesAtStart, LongestFirstLook, time) : new LogBudget(LinesPerLook, LongestLook, time));
            isCounted |= log.Totals.Patterns.Any(each => each.Value.Count != before.Of(each.Key).Count);
        }

        if (unsaved && (isCounted || time.GetElapsedTime(lastSave) >= SaveInterval))
        {
            Save(isLast: false);
        }

        published = new Look(wanted, [.. wanted.Select(target => logs[target.Address].Reading)]);
        Interlocked.Exchange(ref lookBegan, 0);
    }

    private void Align(IReadOnlyList<LogTarget> wanted)
    {
        foreach (var log in logs.Values.Where(log => !wanted.Contains(log.Target)).ToList())
        {
            Keep(log);
            log.Dispose();
            logs.Remove(log.Target.Address);
        }

        foreach (var target in wanted.Where(target => !logs.ContainsKey(target.Address)))
        {
            var saved = state.Logs.GetValueOrDefault(target.Address) is { } known && known.Source == target.Source ? known : null;
            logs[target.Address] = new FollowedLog(target, saved, time.GetUtcNow() - FirstLookBack, open, time);
        }
    }

    private void Keep(FollowedLog log)
    {
        if (log.Save() is { } saved)
        {
            state.Logs[log.Target.Address] = saved;
        }
    }

    private void Save(bool isLast)
    {
        if (!unsaved && !isLast)
        {
            return;
        }

        foreach (var log in logs.Values)
        {
            Keep(log);
        }

        lastSave = time.GetTimestamp();
        unsaved = state.Logs.Count > 0 && !file.TrySave(state);
    }

    private sealed record Look(IReadOnlyList<LogTarget> Targets, IReadOnlyList<LogReading> Readings);
}
