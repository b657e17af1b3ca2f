namespace ContainerdExporter.DaemonLog;

/// <summary>The logs of the node's daemons, as they have been read.</summary>
/// <param name="Time">When.</param>
/// <param name="Readings">One for each log that is known; at least one of them can be read.</param>
internal sealed record JournalSample(DateTimeOffset Time, IReadOnlyList<LogReading> Readings);
