using ContainerdExporter.Collection;

namespace ContainerdExporter.Diagnosis;

/// <summary>The state of one cause on this node.</summary>
/// <param name="Cause">Which.</param>
/// <param name="Worst">The worst finding's severity; null when nothing was found.</param>
/// <param name="IsWatched">Whether any enabled collector looks at it.</param>
/// <param name="Blind">The collectors that should have looked and could not; with any, "nothing found" is not "healthy".</param>
internal sealed record CauseState(Cause Cause, Severity? Worst, bool IsWatched, IReadOnlyList<CollectorResult> Blind)
{
    /// <summary>The worst severity, <c>ok</c>, or why there is no verdict: <c>unknown</c>, <c>unwatched</c>.</summary>
    public string Label =>
        Worst is { } worst ? worst.ToLabel() :
        !IsWatched ? "unwatched" :
        Blind.Count > 0 ? "unknown" : "ok";
}

/// <summary>What a snapshot means: every finding, worst first, and the state of every cause.</summary>
internal sealed record NodeDiagnosis(NodeSnapshot Snapshot, IReadOnlyList<Finding> Findings, IReadOnlyList<CauseState> Causes)
{
    /// <param name="snapshot">What was seen.</param>
    /// <param name="history">Who remembers earlier looks; null for one look.</param>
    public static NodeDiagnosis Of(NodeSnapshot snapshot, FindingHistory? history = null)
    {
        var findings = FindingOrder.Sort(Escalation.Of([.. snapshot.Results.SelectMany(result => FindingsOf(result, snapshot.Time, history))])).ToList();
        var causes = Enum.GetValues<Cause>().Select(cause => StateOf(cause, snapshot, findings)).ToList();
        return new NodeDiagnosis(snapshot, findings, causes);
    }

    /// <summary>Of what the collector saw, and of the collector itself: two sources, since the one is blind when the other speaks.</summary>
    private static IEnumerable<Finding> FindingsOf(CollectorResult result, DateTimeOffset time, FindingHistory? history)
    {
        List<Finding> seen = result.Sample is null ? [] : [.. result.Collector.Diagnose(result.Sample)];
        List<Finding> itself = [.. CollectorFindings.Of(result)];
        if (history is null)
        {
            return [.. seen, .. itself];
        }

        return
        [
            .. result.Sample is null ? seen : history.Date(result.Collector.Name, time, seen),
            .. history.Date($"{result.Collector.Name} itself", time, itself),
        ];
    }

    private static CauseState StateOf(Cause cause, NodeSnapshot snapshot, IReadOnlyList<Finding> findings)
    {
        var own = findings.Where(finding => finding.Cause == cause).ToList();
        var watching = snapshot.Results.Where(result => result.Collector.Causes.Contains(cause)).ToList();
        return new CauseState(
            cause,
            own.Count == 0 ? null : own.Max(finding => finding.Severity),
            IsWatched: watching.Count > 0 || cause == Cause.Exporter,
            [.. watching.Where(result => result.Sample is null)]);
    }
}
