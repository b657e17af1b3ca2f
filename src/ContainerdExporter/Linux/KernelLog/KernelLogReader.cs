namespace ContainerdExporter.Linux.KernelLog;

/// <summary>
/// Reads the kernel's log from the start of this boot's backlog on, one record per read, on a thread of its own, and
/// hands the kernel's own records to the listeners.
/// </summary>
/// <remarks>
/// Totals are saved first and published then, so that after a crash of the exporter no counter is below what a scrape
/// has seen; records after the saved one are read from the kernel's buffer again.
/// </remarks>
internal sealed partial class KernelLogReader(
    IKernelLogSource source,
    IReadOnlyList<IKernelLogListener> listeners,
    IKernelLogStateStore store,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>The kernel's longest record is 8 KiB with its properties; a smaller buffer would lose it.</summary>
    private const int BufferSize = 16 << 10;

    /// <summary>What the reader keeps beside the listeners' totals.</summary>
    private const string OwnTotals = "reader";
    private const string LastLossKey = "last_loss";

    /// <summary>In a flood there is never a quiet moment: publish after this many records.</summary>
    private const int RecordsPerCheckpoint = 256;

    /// <summary>A device that does nothing but refuse is opened again.</summary>
    private const int RefusalLimit = 1000;

    /// <summary>How long the log must be quiet until an incomplete message counts as all there is.</summary>
    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(500);

    /// <summary>Records that change no total are worth saving this often.</summary>
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(10);

    /// <summary>A backlog that grows as fast as it is read must not keep the scrapes waiting.</summary>
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource firstLook = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] buffer = new byte[BufferSize];
    private volatile KernelLogHealth health = new(KernelLogStatus.CatchingUp, "the kernel's log has not been read yet", 0, 0);

    private ulong? lastSequence;
    private ulong? restoredSequence;
    private long records;
    private long lost;
    private DateTimeOffset? lastLoss;
    private bool changed;
    private bool unsaved;
    private long lastSave;
    private TimeSpan backOff;

    public KernelLogHealth Health => health;

    /// <summary>Ends when the backlog has been read, or when it is known that it cannot be.</summary>
    public Task FirstLookAsync(CancellationToken cancellationToken) => firstLook.Task.WaitAsync(cancellationToken);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var wakeUp = cancellationToken.Register(source.Wake);
        new Thread(() => Execute(ended, cancellationToken), maxStackSize: 512 * 1024) { IsBackground = true, Name = "kernel log" }.Start();
        await ended.Task;
    }

    private void Execute(TaskCompletionSource ended, CancellationToken cancellationToken)
    {
        try
        {
            Restore();
            Run(cancellationToken);
            ended.SetResult();
        }
        catch (Exception e)
        {
            health = health with { Status = KernelLogStatus.Failed, Detail = e.Message };
            firstLook.TrySetResult();
            ended.SetException(e);
        }
    }

    private void Run(CancellationToken cancellationToken)
    {
        backOff = FirstBackOff;
        while (!cancellationToken.IsCancellationRequested)
        {
            var errno = source.Open();
            if (errno == Errno.None)
            {
                errno = Follow(cancellationToken);
                source.Close();
            }

            if (errno != Errno.None)
            {
                Fail(errno);
                source.Pause(backOff);
                backOff = backOff * 2 < LongestBackOff ? backOff * 2 : LongestBackOff;
            }
        }

        Checkpoint(isLast: true);
    }

    /// <summary>Reads until the device fails, and returns how; none when the reader is to end, or to open the log again.</summary>
    private Errno Follow(CancellationToken cancellationToken)
    {
        var opened = time.GetTimestamp();
        var isLive = false;
        var refusals = 0;
        var sinceCheckpoint = 0;
        ulong? newest = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            var length = source.Read(buffer, out var errno);
            if (length > 0)
            {
                refusals = 0;
                newest = Take(buffer.AsSpan(0, length), isLive) ?? newest;
                if (++sinceCheckpoint >= RecordsPerCheckpoint && (isLive || time.GetElapsedTime(opened) > LongestCatchUp))
                {
                    sinceCheckpoint = 0;
                    Checkpoint();
                    Succeed();
                }

                continue;
            }

            switch (errno)
            {
                case Errno.TryAgain when IsFromAnotherLog(newest):
                    StartOver();
                    return Errno.None;
                case Errno.TryAgain:
                    isLive = true;
                    backOff = FirstBackOff;
                    sinceCheckpoint = 0;
                    Checkpoint();
                    Succeed();
                    Await();
                    break;
                case Errno.BrokenPipe or Errno.Invalid when ++refusals < RefusalLimit:
                    break; // Overrun, or a record above every limit: the next one's number tells how many are gone.
                default:
                    return errno == Errno.None ? Errno.InputOutput : errno; // The log has no end.
            }
        }

        return Errno.None;
    }

    /// <summary>Counts a record and hands it on; returns its number.</summary>
    private ulong? Take(Span<byte> raw, bool isLive)
    {
        if (!KernelRecordParser.TryParse(raw, out var record))
        {
            return null;
        }

        var sequence = record.Sequence;
        if (lastSequence is { } last)
        {
            if (sequence <= last)
            {
                return sequence; // Counted before the log was opened again, or before the exporter's restart.
            }

            if (sequence - last > 1)
            {
                lost += (long)(sequence - last - 1);
                lastLoss = time.GetUtcNow();
            }
        }

        lastSequence = sequence;
        records++;
        unsaved = true;
        if (record.IsFromKernel)
        {
            var written = WrittenAt(record.Microseconds, isLive);
            foreach (var listener in listeners)
            {
                changed |= listener.Observe(record, written);
            }
        }

        return sequence;
    }

    /// <summary>
    /// What is read as it comes was written now. The kernel's own clock drifts against ours by seconds in weeks, and
    /// only dates the backlog.
    /// </summary>
    private DateTimeOffset WrittenAt(long microseconds, bool isLive)
    {
        var now = time.GetUtcNow();
        var age = TimeSpan.FromSeconds((double)time.GetTimestamp() / time.TimestampFrequency) - TimeSpan.FromMicroseconds(microseconds);
        return isLive || age < TimeSpan.Zero ? now : now - age;
    }

    /// <summary>The log is read to its end: wait for more.</summary>
    private void Await()
    {
        if (listeners.All(listener => listener.IsSettled))
        {
            source.WaitForRecord(unsaved ? SaveInterval : null);
        }
        else if (!source.WaitForRecord(QuietTime))
        {
            foreach (var listener in listeners)
            {
                listener.Settle();
            }
        }
    }

    /// <summary>Saves and publishes, unless a listener is in the middle of something.</summary>
    private void Checkpoint(bool isLast = false)
    {
        if (listeners.All(listener => listener.IsSettled))
        {
            if (unsaved && (changed || isLast || time.GetElapsedTime(lastSave) >= SaveInterval))
            {
                Save();
            }

            if (changed)
            {
                Publish();
            }
        }
    }

    private void Succeed()
    {
        health = new KernelLogHealth(KernelLogStatus.Reading, Detail: null, records, lost) { LastLoss = lastLoss };
        if (firstLook.TrySetResult())
        {
            CaughtUp(logger, records, lost);
        }
    }

    private void Save()
    {
        lastSave = time.GetTimestamp();
        if (lastSequence is { } sequence)
        {
            var totals = listeners.ToDictionary(listener => listener.Name, listener => new Dictionary<string, long>(listener.Save(), StringComparer.Ordinal), StringComparer.Ordinal);
            if (lastLoss is { } loss)
            {
                totals[OwnTotals] = new Dictionary<string, long>(StringComparer.Ordinal) { [LastLossKey] = loss.ToUnixTimeMilliseconds() };
            }

            unsaved = !store.TrySave(sequence, records, lost, totals);
        }
    }

    private void Publish()
    {
        changed = false;
        foreach (var listener in listeners)
        {
            listener.Publish();
        }
    }

    private void Restore()
    {
        var state = store.Load();
        restoredSequence = lastSequence = state?.Sequence;
        records = state?.Records ?? 0;
        lost = state?.Lost ?? 0;
        lastLoss = state?.Totals.GetValueOrDefault(OwnTotals)?.TryGetValue(LastLossKey, out var loss) == true && loss <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(loss)
            : null;
        foreach (var listener in listeners)
        {
            listener.Restore(state?.Totals.GetValueOrDefault(listener.Name) ?? []);
            listener.Publish();
        }
    }

    /// <summary>
    /// Whether the state is ahead of the whole log: a machine set back to a snapshot keeps its boot id, and would skip
    /// everything until it has caught up with its own past.
    /// </summary>
    private bool IsFromAnotherLog(ulong? newest) => restoredSequence is { } restored && newest < restored;

    private void StartOver()
    {
        AnotherLog(logger);
        restoredSequence = lastSequence = null;
        records = lost = 0;
        lastLoss = null;
        foreach (var listener in listeners)
        {
            listener.Restore(new Dictionary<string, long>(StringComparer.Ordinal));
        }

        changed = true;
    }

    private void Fail(Errno errno)
    {
        var (status, detail) = errno switch
        {
            Errno.NotFound => (KernelLogStatus.Unsupported, "there is no /dev/kmsg here; in a container, mount the host's"),
            Errno.AccessDenied or Errno.NotPermitted => (KernelLogStatus.Denied, "no permission to read /dev/kmsg; it needs CAP_SYSLOG, and in a container the device itself"),
            _ => (KernelLogStatus.Failed, $"reading /dev/kmsg: error {(int)errno}"),
        };
        if (health.Status != status)
        {
            NotReadable(logger, detail);
        }

        health = new KernelLogHealth(status, detail, records, lost) { LastLoss = lastLoss };
        firstLook.TrySetResult();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "the kernel's log is read: {Records} records of this boot, {Lost} lost")]
    private static partial void CaughtUp(ILogger logger, long records, long lost);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the kernel's log is ahead of its saved state; counting starts over")]
    private static partial void AnotherLog(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private static partial void NotReadable(ILogger logger, string problem);
}
