using ContainerdExporter.Exposition;

namespace ContainerdExporter.DaemonLog;

/// <summary>The metric families of the daemon's log.</summary>
internal static class JournalMetrics
{
    private static readonly MetricFamily Readable = MetricFamily.Gauge(
        "containerd_log_readable", "1 while the daemon's own log is read, 0 when the log that is known cannot be; absent when none is known.", "address");

    private static readonly MetricFamily Messages = MetricFamily.Counter(
        "containerd_log_messages_total",
        "Lines of the daemon's own log that tell of trouble, each of one pattern; what is also written in health counts for none. From an hour before this exporter's first look on, over its restarts.",
        "address",
        "cause",
        "pattern");

    private static readonly MetricFamily Lines = MetricFamily.Counter(
        "containerd_log_lines_total", "Lines of the daemon's own log that were read and judged, by the level that the daemon gave them; other: debug, and lines without a level, as those of a stack.", "address", "level");

    private static readonly MetricFamily Skipped = MetricFamily.Counter(
        "containerd_log_skipped_total", "Lines of the daemon's own log that were stepped over unread, since it wrote more than 2000 within a second.", "address");

    private static readonly MetricFamily Lag = MetricFamily.Gauge(
        "containerd_log_lag_seconds", "How far behind the end of the daemon's log its reader is; 0 when it has read all.", "address");

    public static readonly IReadOnlyList<MetricFamily> Families = [Readable, Messages, Lines, Skipped, Lag];

    public static void Export(JournalSample sample, MetricSink sink)
    {
        foreach (var reading in sample.Readings)
        {
            var address = reading.Target.Address;
            sink.Set(Readable, reading.Status == LogStatus.Reading, address);
            if (reading.Status != LogStatus.Reading)
            {
                continue;
            }

            foreach (var pattern in LogPatterns.All)
            {
                sink.Set(Messages, reading.Totals.Of(pattern).Count, address, LogPatterns.CauseOf(pattern).ToLabel(), pattern.ToLabel());
            }

            foreach (var severity in Enum.GetValues<LogSeverity>())
            {
                sink.Set(Lines, reading.Totals.Lines.GetValueOrDefault(severity), address, severity.ToLabel());
            }

            sink.Set(Skipped, reading.Totals.Skipped, address);
            sink.Set(Lag, reading.Lag.TotalSeconds, address);
        }
    }
}
