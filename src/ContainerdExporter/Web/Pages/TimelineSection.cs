using ContainerdExporter.Diagnosis;
using ContainerdExporter.Diagnosis.Timeline;

namespace ContainerdExporter.Web.Pages;

/// <summary>The parts of pages that tell what happened: the story in one line, and the changes one by one.</summary>
internal static class TimelineSection
{
    /// <summary>A page is no archive: the JSON has them all.</summary>
    private const int Limit = 40;

    /// <summary>Of every instance that has one.</summary>
    public static void RenderStories(Page page, NodeDiagnosis diagnosis)
    {
        foreach (var story in diagnosis.RecentStories())
        {
            Render(page, story, diagnosis.Snapshot.Time);
        }
    }

    /// <summary>Of one instance that is in trouble now, or of all for what concerns the whole node.</summary>
    public static void RenderStory(Page page, NodeDiagnosis diagnosis, string? address)
    {
        foreach (var story in diagnosis.RecentStories().Where(story => story.Over is null && (address is null || story.Address is null || story.Address == address)))
        {
            Render(page, story, diagnosis.Snapshot.Time);
        }
    }

    /// <summary>Newest first.</summary>
    public static void RenderChanges(Page page, NodeDiagnosis diagnosis)
    {
        if (diagnosis.Changes.Count == 0)
        {
            return;
        }

        page.Raw("<h2>What happened</h2><table class=\"changes\"><thead><tr><th>When (UTC)</th><th>What</th><th>Change</th></tr></thead><tbody>");
        foreach (var change in diagnosis.Changes.Reverse().Take(Limit))
        {
            page.Raw("<tr><td>").Text(change.Describe(withDate: true)).Raw("</td><td>");
            Name(page, change);
            page.Raw("</td><td>");
            if (change is { From: { } from, To: { } to })
            {
                page.Badge(from).Raw(" → ").Badge(to);
            }

            page.Raw("</td></tr>");
        }

        page.Raw("</tbody></table>");
    }

    private static void Name(Page page, StateChange change)
    {
        if (change.Alert is { } alert)
        {
            page.Raw($"<a href=\"/runbooks/{Uri.EscapeDataString(alert)}\">").Text(change.What).Raw("</a>");
        }
        else
        {
            page.Text(change.What);
        }

        if (change.Address is { } address)
        {
            page.Raw(" <span class=\"address\">").Text(address).Raw("</span>");
        }

        if (change.Summary is { } summary)
        {
            page.Raw("<br>").Text(summary);
        }
    }

    private static void Render(Page page, Story story, DateTimeOffset now)
    {
        page.Raw("<section class=\"story\"><h3>").Text(StoryLine.TitleOf(story, now)).Raw("</h3>");
        if (story.Address is { } address)
        {
            page.Raw("<p class=\"address\">").Text(address).Raw("</p>");
        }

        page.Element("p", StoryLine.Of(story, now)).Raw("</section>");
    }
}
