using System.Text.RegularExpressions;

namespace ContainerdExporter.Knowledge;

/// <summary>Text of the node as one word of a shell command.</summary>
internal static partial class ShellWord
{
    /// <summary>As the shell reads it back. Null for what could leave its line or its code block: it is not put into a command at all.</summary>
    public static string? Quote(string value) =>
        Plain().IsMatch(value) ? value : value.Any(c => char.IsControl(c) || c is '`' or '\'') ? null : $"'{value}'";

    [GeneratedRegex(@"^[\w./:@%+=-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
