using ContainerdExporter.Linux;

namespace ContainerdExporter.DaemonLog;

/// <summary>A place in a log, to go on from after a restart: one of the two is set.</summary>
/// <param name="Cursor">An entry of the journal.</param>
/// <param name="File">A place in a file.</param>
internal sealed record LogPlace(string? Cursor, FilePlace? File);

/// <summary>The log of one daemon. One thread at a time.</summary>
internal interface IDaemonLog : IDisposable
{
    /// <summary>After the last line that was read; null before the first.</summary>
    LogPlace? Place { get; }

    /// <summary>Opens the log where it was left, or at the lines since a time when that is not known.</summary>
    /// <exception cref="IOException">It cannot be opened; <see cref="UnauthorizedAccessException"/> where a permission is missing.</exception>
    void Open(LogPlace? place, DateTimeOffset since);

    /// <summary>Reads on within the budget; true when the end was reached.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    bool Read(LogBudget budget, LogTally tally);
}
