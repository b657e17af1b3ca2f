using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Liveness;

namespace ContainerdExporter.Web.Pages;

/// <summary>The front page: the state of each cause on this node, then every finding, worst first.</summary>
internal static class StatusPage
{
    public static string Render(NodeDiagnosis diagnosis, string telemetryPath)
    {
        var page = new Page("containerd on this node");
        page.Element("h1", Headline(diagnosis));
        page.Raw("<table class=\"causes\"><thead><tr><th>Cause</th><th>State</th><th>What was seen</th></tr></thead><tbody>");
        foreach (var cause in diagnosis.Causes)
        {
            page.Raw("<tr><td>").Text(Title(cause.Cause)).Raw("</td><td>").Badge(cause.Label).Raw("</td><td>").Text(Explain(cause, diagnosis)).Raw("</td></tr>");
        }

        page.Raw("</tbody></table>");
        TimelineSection.RenderStories(page, diagnosis);
        foreach (var finding in diagnosis.Findings)
        {
            page.Finding(finding, link: true);
        }

        TimelineSection.RenderChanges(page, diagnosis);

        RenderCollectors(page, diagnosis.Snapshot);
        page.Raw("<nav><a href=\"").Text(telemetryPath).Raw("\">Metrics</a> <a href=\"/runbooks/\">Runbooks</a> <a href=\"/api/v1/findings\">Findings as JSON</a> <a href=\"/api/v1/timeline\">Timeline as JSON</a></nav>");
        return page.End(diagnosis.Snapshot.Time);
    }

    private static string Headline(NodeDiagnosis diagnosis)
    {
        var worst = diagnosis.Findings.Count == 0 ? (Severity?)null : diagnosis.Findings.Max(finding => finding.Severity);
        var isBlind = diagnosis.Causes.Any(cause => cause.Blind.Count > 0);
        var isBare = diagnosis.Snapshot.Results.Any(result => result.Sample is LivenessSample { Instances.Count: 0 });
        return (worst, isBlind) switch
        {
            (Severity.Critical, _) => "containerd needs help now",
            (Severity.Warning, _) => "containerd needs attention today",
            (_, true) => "Nothing found, but not everything could be seen",
            _ when isBare => "No containerd on this node",
            _ => "containerd is healthy on this node",
        };
    }

    private static string Explain(CauseState state, NodeDiagnosis diagnosis)
    {
        var count = diagnosis.Findings.Count(finding => finding.Cause == state.Cause);
        var found = count switch
        {
            0 when !state.IsWatched => "no enabled collector looks at it",
            0 when state.Blind.Count > 0 => string.Empty,
            0 => "nothing wrong",
            1 => "1 finding",
            _ => $"{count} findings",
        };
        var blind = string.Join("; ", state.Blind.Select(result => $"{result.Collector.Name} collector {result.State.ToLabel()}: {result.Detail}"));
        return string.Join("; ", new[] { found, blind }.Where(part => part.Length > 0));
    }

    private static void RenderCollectors(Page page, NodeSnapshot snapshot)
    {
        page.Raw("<h2>Collectors</h2><table><thead><tr><th>Collector</th><th>State</th><th>Took</th><th>What it sees</th></tr></thead><tbody>");
        foreach (var result in snapshot.Results)
        {
            page.Raw("<tr><td>").Text(result.Collector.Name).Raw("</td><td>").Badge(result.State.ToLabel()).Raw("</td><td>")
                .Text($"{result.Duration.TotalMilliseconds:0.0} ms").Raw("</td><td>").Text(result.Detail ?? result.Collector.Description).Raw("</td></tr>");
        }

        page.Raw("</tbody></table>");
    }

    private static string Title(Cause cause) => cause switch
    {
        Cause.Liveness => "Does it answer?",
        Cause.Memory => "1 Out of memory",
        Cause.Storage => "2 Storage",
        Cause.Socket => "3 Socket and PID file",
        Cause.Runtime => "4 Runtime",
        Cause.Configuration => "5 Configuration",
        Cause.Disk => "6 Disk full",
        _ => "The exporter itself",
    };
}
