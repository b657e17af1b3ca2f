using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis.Timeline;

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
    /// <summary>What changed on this node, oldest first; nothing where nobody remembers.</summary>
    public IReadOnlyList<StateChange> Changes { get; init; } = [];

    /// <summary>A trouble that ended longer ago is not worth anybody's time at the first sight.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromHours(24);

    /// <summary>How the present troubles, or those of the last day, came about.</summary>
    public IEnumerable<Story> RecentStories() => Stories.Of(Changes).Where(story => story.Over is not { } over || Snapshot.Time - over < Recent);

    /// <param name="snapshot">What was seen.</param>
    /// <param name="history">Who remembers earlier looks; null for one look.</param>
    public static NodeDiagnosis Of(NodeSnapshot snapshot, FindingHistory? history = null)
    {
        List<SourceLook> looks = [.. snapshot.Results.SelectMany(LooksOf)];
        var found = history?.Remember(snapshot.Time, looks, snapshot.Stamp) ?? [.. looks.SelectMany(look => look.Findings)];
        var findings = FindingOrder.Sort(LogEvidence.Of(Escalation.Of(found), snapshot)).ToList();
        var causes = Enum.GetValues<Cause>().Select(cause => StateOf(cause, snapshot, findings)).ToList();
        return new NodeDiagnosis(snapshot, findings, causes) { Changes = history?.State.Changes ?? [] };
    }

    /// <summary>What the collector saw, and what is said of the collector itself: two sources, since the one is blind when the other speaks.</summary>
    private static IEnumerable<SourceLook> LooksOf(CollectorResult result)
    {
        if (result.Sample is { } sample)
        {
            yield return new SourceLook(result.Collector.Name, [.. result.Collector.Diagnose(sample)], [.. result.Collector.Landmarks(sample)]);
        }

        yield return new SourceLook($"{result.Collector.Name} itself", [.. CollectorFindings.Of(result)], []);
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
