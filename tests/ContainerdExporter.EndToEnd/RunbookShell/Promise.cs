using System.Text.RegularExpressions;

namespace ContainerdExporter.EndToEnd.RunbookShell;

/// <summary>Words of a runbook, and what its commands print where these words hold.</summary>
/// <param name="Words">As they stand in the runbook, marks of Markdown included.</param>
/// <param name="Output">A regular expression; ^ and $ are the ends of a line.</param>
public sealed record Promise(string Words, string Output)
{
    /// <summary>Words that are printed as they stand.</summary>
    public static implicit operator Promise(string words) => new(words, Regex.Escape(words));

    public bool IsKeptBy(string output) => Regex.IsMatch(output, Output, RegexOptions.Multiline, TimeSpan.FromSeconds(5));

    public override string ToString() => $"'{Words}' ({Output})";
}
