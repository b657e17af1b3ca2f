namespace ContainerdExporter.DaemonLog;

/// <summary>What flags set for the daemon's log.</summary>
/// <param name="Files">Plain files to read in place of the journal.</param>
/// <param name="Window">How long a panic stays a finding.</param>
/// <param name="StateDirectory">Where places and counts are kept over a restart; null keeps none.</param>
/// <param name="IsReadOnly">Whether they are only read.</param>
internal sealed record JournalOptions(IReadOnlyList<LogFileOption> Files, TimeSpan Window, string? StateDirectory, bool IsReadOnly);
