namespace ContainerdExporter.DaemonLog;

/// <summary>The logs of the node's daemons, as they have been read.</summary>
/// <param name="Time">When.</param>
/// <param name="Readings">Those that can be read.</param>
internal sealed record JournalSample(DateTimeOffset Time, IReadOnlyList<LogReading> Readings);
