using System.Text;
using ContainerdExporter.Linux;
using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.Tests.Linux.KernelLog;

/// <summary>
/// A kernel log of which a test says what it holds and how it fails. When the reader has read all and waits, the next
/// step of the script runs; after the last one the reader is told to end.
/// </summary>
internal sealed class ScriptedLog : IKernelLogSource, IDisposable
{
    private readonly List<(ulong Sequence, string Raw)> ring = [];
    private readonly Queue<Errno> failures = new();
    private readonly Queue<Action> steps = new();
    private readonly CancellationTokenSource stop = new();
    private int next;
    private bool isOpen;

    public ulong NextSequence { get; set; } = 1;

    public Errno OpenResult { get; set; }

    public int Opened { get; private set; }

    public List<TimeSpan> Pauses { get; } = [];

    /// <summary>How the next quiet waits end; by default with a record at hand.</summary>
    public bool StaysQuiet { get; set; }

    public CancellationToken Stopped => stop.Token;

    /// <summary>The kernel writes a record.</summary>
    public ScriptedLog Write(string text, int priority = 6, long microseconds = 1_000_000)
    {
        ring.Add((NextSequence, $"{priority},{NextSequence},{microseconds},-;{text}\n"));
        NextSequence++;
        return this;
    }

    /// <summary>The kernel overwrites the oldest records.</summary>
    public ScriptedLog Overwrite(int count)
    {
        ring.RemoveRange(0, count);
        next = Math.Max(0, next - count);
        return this;
    }

    /// <summary>The next read fails.</summary>
    public ScriptedLog Fail(Errno errno)
    {
        failures.Enqueue(errno);
        return this;
    }

    /// <summary>What happens when the reader waits for the next time.</summary>
    public ScriptedLog Then(Action step)
    {
        steps.Enqueue(step);
        return this;
    }

    public Errno Open()
    {
        Opened++;
        next = 0;
        isOpen = OpenResult == Errno.None;
        return OpenResult;
    }

    public int Read(Span<byte> buffer, out Errno errno)
    {
        Assert.True(isOpen);
        if (failures.TryDequeue(out errno))
        {
            return errno == Errno.None ? 0 : -1;
        }

        if (next == ring.Count)
        {
            errno = Errno.TryAgain;
            return -1;
        }

        errno = Errno.None;
        return Encoding.UTF8.GetBytes(ring[next++].Raw, buffer);
    }

    public void Close() => isOpen = false;

    public bool WaitForRecord(TimeSpan? timeout)
    {
        Step();
        return !StaysQuiet;
    }

    public void Pause(TimeSpan time)
    {
        Pauses.Add(time);
        Step();
    }

    public void Wake()
    {
        // The script does not sleep.
    }

    public void Dispose() => stop.Dispose();

    private void Step()
    {
        if (steps.TryDequeue(out var step))
        {
            step();
        }
        else
        {
            stop.Cancel();
        }
    }
}

/// <summary>A listener that keeps every text, and calls the texts "half…" unfinished.</summary>
internal sealed class RecordingListener : IKernelLogListener
{
    public List<string> Texts { get; } = [];

    public List<DateTimeOffset> Times { get; } = [];

    public List<string> Published { get; private set; } = [];

    public int SettleCalls { get; private set; }

    public long Restored { get; private set; }

    public string Name => "recording";

    public bool IsSettled { get; private set; } = true;

    public bool Observe(in KernelRecord record, DateTimeOffset time)
    {
        var text = Encoding.UTF8.GetString(record.Text);
        Texts.Add(text);
        Times.Add(time);
        IsSettled = !text.StartsWith("half", StringComparison.Ordinal);
        return !text.StartsWith("nothing", StringComparison.Ordinal);
    }

    public void Settle()
    {
        SettleCalls++;
        IsSettled = true;
    }

    public void Publish() => Published = [.. Texts];

    public IReadOnlyDictionary<string, long> Save() => new Dictionary<string, long>(StringComparer.Ordinal) { ["texts"] = Texts.Count + Restored };

    public void Restore(IReadOnlyDictionary<string, long> totals)
    {
        Texts.Clear();
        Restored = totals.GetValueOrDefault("texts");
    }
}

/// <summary>Keeps states in memory.</summary>
internal sealed class MemoryStore : IKernelLogStateStore
{
    public KernelLogState? State { get; set; }

    public List<ulong> Saved { get; } = [];

    public bool IsBroken { get; set; }

    public KernelLogState? Load() => State;

    public bool TrySave(ulong sequence, long records, long lost, Dictionary<string, Dictionary<string, long>> totals)
    {
        if (IsBroken)
        {
            return false;
        }

        Saved.Add(sequence);
        State = new KernelLogState { BootId = "boot", Sequence = sequence, Records = records, Lost = lost, Totals = totals };
        return true;
    }
}
