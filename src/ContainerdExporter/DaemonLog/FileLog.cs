using ContainerdExporter.Linux;

namespace ContainerdExporter.DaemonLog;

/// <summary>A log in a plain file, such as the one that k3s writes, or what a unit's <c>StandardError=append:</c> names.</summary>
/// <param name="host">Where the host's files are.</param>
/// <param name="path">On the host.</param>
/// <param name="time">The clock.</param>
internal sealed class FileLog(HostPaths host, string path, TimeProvider time) : IDaemonLog
{
    private const int BufferSize = 64 << 10;

    /// <summary>How far the first look goes back.</summary>
    private const int Tail = 1 << 20;

    private readonly GrowingFile file = new(() => host.ToLocal(path));
    private readonly byte[] buffer = new byte[BufferSize];

    /// <summary>Bytes at the start of the buffer that belong to a line without an end.</summary>
    private int carried;

    /// <summary>Bytes of that line that found no room.</summary>
    private int dropped;

    private DateTimeOffset? since;
    private bool isFirstLine;

    public LogPlace? Place => file.PlaceBefore(carried + dropped) is { } place ? new LogPlace(Cursor: null, place) : null;

    public void Open(LogPlace? place, DateTimeOffset since)
    {
        var errno = file.Open(place?.File, Tail);
        if (errno != Errno.None)
        {
            throw Failure(errno);
        }

        this.since = place is null ? since : null;
        isFirstLine = place is null && file.PlaceBefore(0) is { Offset: > 0 };
    }

    public bool Read(LogBudget budget, LogTally tally)
    {
        while (!budget.IsOver)
        {
            if (carried == buffer.Length)
            {
                dropped += carried - LogLineParser.LengthLimit; // Nobody looks at more of it.
                carried = LogLineParser.LengthLimit;
            }

            var count = file.Read(buffer.AsSpan(carried), out var isOther, out var errno);
            if (count < 0)
            {
                if (errno == Errno.NotFound)
                {
                    return true; // Between two files of a rotation, or before the daemon's first line.
                }

                throw Failure(errno);
            }

            if (isOther && carried > 0)
            {
                Take(buffer.AsSpan(0, carried), budget, tally); // The old file's last line has no end.
                buffer.AsSpan(carried, Math.Max(count, 0)).CopyTo(buffer);
                carried = dropped = 0;
            }

            if (count == 0)
            {
                return true;
            }

            Split(carried + count, budget, tally);
        }

        return false;
    }

    public void Dispose() => file.Dispose();

    private Exception Failure(Errno errno) =>
        errno == Errno.Invalid ? new IOException($"{path} is no regular file") : ProcFile.Failure(path, errno);

    private void Split(int length, LogBudget budget, LogTally tally)
    {
        var rest = buffer.AsSpan(0, length);
        while (rest.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Take(rest[..end], budget, tally);
            rest = rest[(end + 1)..];
            dropped = 0;
        }

        carried = rest.Length;
        rest.CopyTo(buffer);
    }

    private void Take(ReadOnlySpan<byte> line, LogBudget budget, LogTally tally)
    {
        if (isFirstLine)
        {
            isFirstLine = false; // The second half of a line.
        }
        else if (since is { } begin && IsOlder(line, begin))
        {
            return;
        }
        else if (budget.TryTakeLine())
        {
            tally.Take(line, time.GetUtcNow());
        }
        else
        {
            tally.Skip(1, time.GetUtcNow());
        }
    }

    /// <summary>Of lines before the first that says a time, nobody knows.</summary>
    private bool IsOlder(ReadOnlySpan<byte> line, DateTimeOffset begin)
    {
        if (LogLineParser.Parse(line).Time is { } written && written >= begin)
        {
            since = null;
        }

        return since is not null;
    }
}
