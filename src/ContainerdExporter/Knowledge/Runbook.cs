using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ContainerdExporter.Knowledge;

/// <summary>The runbook of one alert.</summary>
/// <param name="Alert">The alert's name, and the page's.</param>
/// <param name="Markdown">As in <c>alerts/runbooks/</c>.</param>
internal sealed record Runbook(string Alert, string Markdown)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().DisableHtml().Build();

    /// <summary>As a fragment of HTML. Links between runbooks, which name files, become links between pages.</summary>
    public string ToHtml()
    {
        var document = Markdig.Markdown.Parse(Markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
        {
            if (link.Url is { } url && url.EndsWith(".md", StringComparison.Ordinal) && !url.Contains('/', StringComparison.Ordinal))
            {
                link.Url = url[..^".md".Length];
            }
        }

        foreach (var table in document.Descendants<Table>())
        {
            table.GetAttributes().AddProperty("tabindex", "0"); // What scrolls must be reachable by keyboard.
        }

        return document.ToHtml(Pipeline);
    }

    /// <summary>The text below a heading of the second level, up to the next one; empty where there is none.</summary>
    public string Section(string title)
    {
        var lines = Markdown.Split('\n');
        var start = Array.FindIndex(lines, line => line.TrimEnd() == $"## {title}");
        return start < 0
            ? string.Empty
            : string.Join('\n', lines.Skip(start + 1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))).Trim();
    }
}
