using System.Text;
using System.Text.RegularExpressions;

namespace ContainerdExporter.Knowledge;

/// <summary>
/// The steps of a runbook for a terminal: without the marks of Markdown, and with the shell variables that its commands use, which the
/// page gives their values further up.
/// </summary>
internal static partial class RunbookText
{
    private const string Fence = "```";

    /// <summary>The section "Fix"; empty where there is none.</summary>
    public static string Fix(Runbook runbook)
    {
        var fix = runbook.Section("Fix");
        var needed = Assignments(runbook.Section("Confirm"), fix);
        var text = new StringBuilder();
        foreach (var line in needed)
        {
            text.Append(line).Append('\n');
        }

        return (needed.Count > 0 ? text.Append('\n') : text).Append(Plain(fix)).ToString().TrimEnd();
    }

    /// <summary>Text without Markdown's marks; scripts as they are.</summary>
    internal static string Plain(string markdown)
    {
        var text = new StringBuilder();
        var isScript = false;
        foreach (var line in markdown.Split('\n'))
        {
            if (line.TrimStart().StartsWith(Fence, StringComparison.Ordinal))
            {
                isScript = !isScript;
            }
            else if (isScript)
            {
                text.Append(line).Append('\n');
            }
            else if (!Ruler().IsMatch(line))
            {
                text.Append(Words(line)).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The first value of each variable that the steps, or another such value, use and that the steps do not set themselves.</summary>
    private static List<string> Assignments(string source, string fix)
    {
        var own = Assignment().Matches(fix).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        var uses = fix;
        var needed = new List<string>();
        foreach (var match in Assignment().Matches(source).DistinctBy(match => match.Groups["name"].Value, StringComparer.Ordinal).Reverse())
        {
            var name = match.Groups["name"].Value;
            if (!own.Contains(name) && Regex.IsMatch(uses, $@"\${{?{name}\b", RegexOptions.None, TimeSpan.FromSeconds(1)))
            {
                var line = match.Value.Trim();
                needed.Insert(0, line);
                uses += line;
            }
        }

        return needed;
    }

    private static string Words(string line)
    {
        var plain = Link().Replace(Bold().Replace(line, "${text}"), "${text}");
        var row = Row().Match(plain);
        return row.Success ? $"{row.Groups["indent"].Value}{string.Join("  ->  ", row.Groups["cells"].Value.Split(" | ").Select(cell => cell.Trim()))}" : plain;
    }

    [GeneratedRegex(@"^ *(?<name>[A-Z]+)=.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\*\*(?<text>[^*]+)\*\*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bold();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\([^)\s]+\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    /// <summary>The line below a table's head.</summary>
    [GeneratedRegex(@"^ *\|[-| :]+\|$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ruler();

    [GeneratedRegex(@"^(?<indent> *)\| (?<cells>.*) \|$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
