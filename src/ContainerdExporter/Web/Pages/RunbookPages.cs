using ContainerdExporter.Diagnosis;
using ContainerdExporter.Knowledge;
using ContainerdExporter.Liveness;

namespace ContainerdExporter.Web.Pages;

/// <summary>A runbook with this node's live evidence on top, and the list of all of them.</summary>
internal static class RunbookPages
{
    /// <param name="runbook">Which.</param>
    /// <param name="diagnosis">What is seen on this node.</param>
    /// <param name="panel">The alert's panel in Grafana; null when nobody said where that is.</param>
    public static string Render(Runbook runbook, NodeDiagnosis diagnosis, string? panel)
    {
        var page = new Page(runbook.Alert);
        page.Raw("<section class=\"live\"><h2>On this node now</h2>");
        var findings = diagnosis.Findings.Where(finding => finding.Alert == runbook.Alert).ToList();
        foreach (var finding in findings)
        {
            page.Finding(finding, link: false);
        }

        if (findings.Count == 0)
        {
            RenderNothingSeen(page, diagnosis);
        }
        else
        {
            TimelineSection.RenderStory(page, diagnosis, findings[0].Address);
        }

        page.Raw("</section>");
        RenderRule(page, runbook.Alert, panel);
        var instance = KnownInstances.Find(diagnosis.Snapshot, findings.Count > 0 ? findings[0].Address : null);
        page.Raw("<article>").Raw(LocalRunbook.For(runbook, instance).ToHtml()).Raw("</article>");
        return page.End(diagnosis.Snapshot.Time);
    }

    private static void RenderRule(Page page, string alert, string? panel)
    {
        page.Raw("<details class=\"rule\"><summary>When it fires</summary>");
        foreach (var rule in AlertRules.Find(alert))
        {
            page.Raw("<pre><code>").Text(rule.Expression).Raw("</code></pre>")
                .Element("p", $"{(rule.For is { } hold ? $"For {hold}, then" : "At once,")} with severity {rule.Severity}.");
        }

        page.Raw("</details>");
        if (panel is not null)
        {
            page.Raw("<p><a href=\"").Text(panel).Raw("\">Its panel in Grafana</a></p>");
        }
    }

    public static string RenderIndex(Runbooks runbooks)
    {
        var page = new Page("Runbooks");
        page.Element("h1", "Runbooks").Raw("<ul>");
        foreach (var runbook in runbooks.All)
        {
            page.Raw($"<li><a href=\"/runbooks/{runbook.Alert}\">").Text(runbook.Alert).Raw("</a></li>");
        }

        return page.Raw("</ul>").End();
    }

    public static string RenderMissing() =>
        new Page("No such runbook").Element("h1", "No such runbook").Raw("<p><a href=\"/runbooks/\">All runbooks</a></p>").End();

    /// <summary>"Not seen" is only said by those who could look.</summary>
    private static void RenderNothingSeen(Page page, NodeDiagnosis diagnosis)
    {
        page.Element("p", "Not seen on this node now.");
        var blind = diagnosis.Causes.SelectMany(cause => cause.Blind).DistinctBy(result => result.Collector).ToList();
        if (blind.Count > 0)
        {
            page.Element("p", $"Could not look: {string.Join("; ", blind.Select(result => $"{result.Collector.Name} ({result.State.ToLabel()}): {result.Detail}"))}.");
        }
    }
}
