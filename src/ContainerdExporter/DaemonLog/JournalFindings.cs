using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.DaemonLog;

/// <summary>What the log alone tells: that the daemon has crashed by itself. All else has a collector that looks at the thing itself.</summary>
internal static class JournalFindings
{
    public static IEnumerable<Finding> Of(JournalSample sample, TimeSpan window)
    {
        foreach (var reading in sample.Readings)
        {
            foreach (var pattern in (LogPattern[])[LogPattern.DatabasePanic, LogPattern.Panic])
            {
                var total = reading.Totals.Of(pattern);
                if (total.Last is [.., { } last] && sample.Time - last.Time < window)
                {
                    yield return new Finding(
                        Cause.Liveness,
                        Severity.Warning,
                        "ContainerdPanicked",
                        reading.Target.Address,
                        pattern == LogPattern.Panic ? "containerd has crashed by a panic of its own." : "containerd has crashed by a panic in its database.",
                        [new Evidence("last panic", last.Time.ToString("yyyy-MM-dd HH:mm:ss'Z'")), new Evidence("panics in the log so far", $"{total.Count}")])
                    { Subject = pattern.ToLabel() };
                }
            }
        }
    }
}
