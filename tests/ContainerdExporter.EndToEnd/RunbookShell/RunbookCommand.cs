using System.Text.RegularExpressions;
using ContainerdExporter.Knowledge;

namespace ContainerdExporter.EndToEnd.RunbookShell;

/// <summary>A program that a runbook tells the reader to run.</summary>
/// <param name="Runbook">Which.</param>
/// <param name="Program">Its name, without a path.</param>
/// <param name="Arguments">The words after it.</param>
public sealed partial record RunbookCommand(string Runbook, string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Words of the shell's own language before a command, and its builtin commands.</summary>
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal) { "do", "then", "else", "if", "while", "until", "!", "{" };

    private static readonly HashSet<string> Builtins = new(StringComparer.Ordinal)
    {
        "}", "done", "fi", "break", "for", "echo", "printf", "test", "[", "true", "false", "kill", "command", "cd", "exit", "read", "export",
    };

    public static IReadOnlyList<RunbookCommand> All { get; } =
    [
        .. Runbooks.Load().All.SelectMany(runbook => BlocksOf(runbook.Markdown).SelectMany(ShellScript.CommandsOf).Select(words => Of(runbook.Alert, words)).OfType<RunbookCommand>()),
    ];

    /// <summary>The scripts of a text, without the indentation of the list that they are in.</summary>
    public static IEnumerable<string> BlocksOf(string markdown) => Block().Matches(markdown).Select(block =>
        Regex.Replace(block.Groups["text"].Value, $"^{block.Groups["indent"].Value}", string.Empty, RegexOptions.Multiline));

    public override string ToString() => $"{Runbook}: {Program} {string.Join(' ', Arguments)}";

    /// <summary>Null for what only the shell itself does.</summary>
    private static RunbookCommand? Of(string runbook, IReadOnlyList<string> words)
    {
        var rest = words.SkipWhile(word => Keywords.Contains(word) || Assignment().IsMatch(word)).ToList();
        if (rest is ["timeout", ..])
        {
            rest = [.. rest.Skip(1).SkipWhile(word => word.StartsWith('-') || char.IsAsciiDigit(word[0]))];
        }

        if (rest is ["env", ..])
        {
            rest = [.. rest.Skip(1).SkipWhile(word => word.StartsWith('-') || Assignment().IsMatch(word))];
        }

        // A program that was chosen before, as "$EDITOR" is.
        if (rest.Count == 0 || rest[0].Contains(ShellScript.Opaque) || rest[0].StartsWith('$') || Builtins.Contains(rest[0]))
        {
            return null;
        }

        return new RunbookCommand(runbook, Path.GetFileName(rest[0]), [.. rest.Skip(1)]);
    }

    [GeneratedRegex(@"^(?<indent> *)```bash\n(?<text>.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^[A-Za-z_]\w*=")]
    private static partial Regex Assignment();
}
