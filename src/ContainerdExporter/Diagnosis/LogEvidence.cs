using ContainerdExporter.Collection;
using ContainerdExporter.DaemonLog;

namespace ContainerdExporter.Diagnosis;

/// <summary>Adds to a finding what the daemon itself has said of the same thing: the last lines of its log, dated, since some say why better than any probe.</summary>
internal static class LogEvidence
{
    /// <summary>Lines for one finding.</summary>
    private const int Limit = 3;

    public static IEnumerable<Finding> Of(IEnumerable<Finding> findings, NodeSnapshot snapshot)
    {
        var readings = snapshot.Results.Select(result => result.Sample).OfType<JournalSample>().SelectMany(sample => sample.Readings).ToDictionary(reading => reading.Target.Address, StringComparer.Ordinal);
        return readings.Count == 0 ? findings : findings.Select(finding => finding.Address is { } address && readings.TryGetValue(address, out var reading) ? With(finding, reading.Totals) : finding);
    }

    private static Finding With(Finding finding, LogTotals totals)
    {
        var lines = totals.Patterns
            .Where(each => LogPatterns.AlertsOf(each.Key).Contains(finding.Alert, StringComparer.Ordinal))
            .SelectMany(each => each.Value.Last)
            .OrderBy(line => line.Time)
            .TakeLast(Limit)
            .Select(line => new Evidence($"containerd's log, {line.Time:yyyy-MM-dd HH:mm:ss'Z'}", line.Text))
            .ToList();
        return lines.Count == 0 ? finding : finding with { Evidence = [.. finding.Evidence, .. lines] };
    }
}
