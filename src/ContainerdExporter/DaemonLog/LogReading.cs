namespace ContainerdExporter.DaemonLog;

/// <summary>Whether a log can be read.</summary>
internal enum LogStatus
{
    /// <summary>It is read.</summary>
    Reading,

    /// <summary>There is none here, or not the library to read it.</summary>
    Unsupported,

    /// <summary>A permission is missing.</summary>
    Denied,

    /// <summary>Reading failed; it is tried again.</summary>
    Failed,
}

/// <summary>One log as of the last look at it.</summary>
/// <param name="Target">Which.</param>
/// <param name="Status">Whether it can be read.</param>
/// <param name="Detail">A sentence for the operator; null while it is read.</param>
/// <param name="Totals">What was counted, over restarts of the exporter.</param>
/// <param name="Lag">How old the newest line that was read is, while there are more; zero at the end of the log.</param>
internal sealed record LogReading(LogTarget Target, LogStatus Status, string? Detail, LogTotals Totals, TimeSpan Lag);
