using ContainerdExporter.Linux.Journal;

namespace ContainerdExporter.DaemonLog;

/// <summary>A unit's part of the systemd journal.</summary>
/// <param name="root">The host's root as seen from here.</param>
/// <param name="machine">The host's machine id: its journal's directory may hold those of containers and clones beside its own.</param>
/// <param name="unit">With its suffix.</param>
internal sealed class JournalLog(string root, string machine, string unit) : IDaemonLog
{
    private const int SkipLength = 256;

    /// <summary>The library keeps what it has read mapped: a new handle lets go of it, in the midst of a flood and after one.</summary>
    private const int EntriesPerHandle = 50_000;
    private const int EntriesPerQuietHandle = 5_000;

    private readonly byte[] buffer = new byte[LogLineParser.LengthLimit];
    private SystemdJournal? journal;
    private DateTimeOffset begin;
    private string? cursor;
    private int entries;
    private bool isQuiet;

    public LogPlace? Place => cursor is null ? null : new LogPlace(cursor, File: null);

    public void Open(LogPlace? place, DateTimeOffset since)
    {
        cursor = place?.Cursor;
        begin = since;
        Open();
    }

    public bool Read(LogBudget budget, LogTally tally)
    {
        if (entries >= (isQuiet ? EntriesPerQuietHandle : EntriesPerHandle))
        {
            Open();
        }

        journal!.Refresh();
        var before = entries;
        try
        {
            return isQuiet = ReadOn(budget, tally);
        }
        finally
        {
            if (entries > before)
            {
                cursor = journal.Cursor;
            }
        }
    }

    public void Dispose() => journal?.Dispose();

    private void Open()
    {
        journal?.Dispose();
        journal = null;
        entries = 0;
        journal = SystemdJournal.Open(root, LogLineParser.LengthLimit, $"_MACHINE_ID={machine}", $"_SYSTEMD_UNIT={unit}");
        if (cursor is null || !journal.SeekAfter(cursor))
        {
            journal.SeekTime(begin);
        }
    }

    private bool ReadOn(LogBudget budget, LogTally tally)
    {
        while (!budget.IsOver)
        {
            if (budget.TryTakeLine())
            {
                if (journal!.Skip(1) == 0)
                {
                    return true;
                }

                entries++;
                tally.Take(buffer.AsSpan(0, journal.ReadMessage(buffer)), journal.Time);
            }
            else
            {
                var skipped = journal!.Skip(SkipLength);
                if (skipped > 0)
                {
                    entries += skipped;
                    tally.Skip(skipped, journal.Time);
                }

                if (skipped < SkipLength)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
