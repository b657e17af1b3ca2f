namespace ContainerdExporter.Diagnosis;

/// <summary>
/// What one collector cannot know of its own finding: a configuration that only warns of what would fail has become critical once it
/// has failed, as the second rule of its alert has it.
/// </summary>
internal static class Escalation
{
    private const string Degraded = "ContainerdConfigDegraded";
    private const string CriFailed = "ContainerdCriFailed";

    public static IEnumerable<Finding> Of(IReadOnlyList<Finding> findings)
    {
        var dead = findings.Where(finding => finding is { Alert: CriFailed, Severity: Severity.Critical }).Select(finding => finding.Address).ToHashSet(StringComparer.Ordinal);
        return findings.Select(finding => finding.Alert == Degraded && dead.Contains(finding.Address) ? finding with { Severity = Severity.Critical } : finding);
    }
}
