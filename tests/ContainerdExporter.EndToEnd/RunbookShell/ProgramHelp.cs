using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.RunbookShell;

/// <summary>What a program says of its own options, by the real program.</summary>
public static partial class ProgramHelp
{
    private static readonly Lazy<Task<string>> Tools = new(async () =>
        (await Command.RunAsync(Repository.PathOf("tests/runbook-tools.sh"))).TrimEnd().Split('\n')[^1]);

    private static readonly ConcurrentDictionary<string, Task<string>> Texts = new(StringComparer.Ordinal);

    /// <summary>How to ask those that --help tells too little or nothing.</summary>
    private static readonly Dictionary<string, string[]> Questions = new(StringComparer.Ordinal)
    {
        ["ps"] = ["--help", "all"],
        ["curl"] = ["--help", "all"],
        ["lsof"] = ["-h"],
        ["e2fsck"] = ["-h"],
        ["xfs_growfs"] = ["-h"],
        ["dmsetup"] = ["help", "-c"],
        ["awk"] = ["-W", "usage"],
    };

    /// <summary>Programs with subcommands, each with a help of its own; and how many words these are at most.</summary>
    private static readonly Dictionary<string, int> Depths = new(StringComparer.Ordinal)
    {
        ["ctr"] = 2,
        ["containerd"] = 2,
        ["containerd-exporter"] = 2,
        ["kubectl"] = 1,
        ["docker"] = 2,
        ["nvme"] = 1,
    };

    /// <summary>Where the programs are that a test machine does not have.</summary>
    public static Task<string> FolderAsync() => Tools.Value;

    /// <summary>What only its manual page tells.</summary>
    private static readonly HashSet<string> InManualOnly = new(StringComparer.Ordinal) { "find -newermt" };

    /// <summary>Null, or what the program does not know of a command's options and subcommand.</summary>
    public static async Task<string?> ObjectionAsync(RunbookCommand command)
    {
        var subcommand = Depths.TryGetValue(command.Program, out var depth) ? SubcommandOf(command, depth) : [];
        var help = await TextAsync(command.Program, []);
        foreach (var count in Enumerable.Range(1, subcommand.Count))
        {
            var words = subcommand.Take(count).ToArray();
            if (!Regex.IsMatch(help, $@"(^|[\s,]){Regex.Escape(words[^1])}($|[\s,*:])", RegexOptions.Multiline))
            {
                return $"no subcommand {string.Join(' ', words)}";
            }

            help += await TextAsync(command.Program, words);
        }

        if (command.Program == "systemctl" && command.Arguments.FirstOrDefault(word => !word.StartsWith('-')) is { } verb && !Regex.IsMatch(help, $@"^\s+{verb}\b", RegexOptions.Multiline))
        {
            return $"no verb {verb}";
        }

        return command.Arguments.TakeWhile(word => word != "--").SelectMany(word => OptionsOf(command.Program, word)).FirstOrDefault(option => !Knows(help, option) && !InManualOnly.Contains($"{command.Program} {option}")) is { } unknown
            ? $"no option {unknown}"
            : null;
    }

    /// <summary>Words before the first value: an option's own value is none of them.</summary>
    private static IReadOnlyList<string> SubcommandOf(RunbookCommand command, int depth)
    {
        List<string> found = [];
        for (var i = 0; i < command.Arguments.Count && found.Count < depth; i++)
        {
            var word = command.Arguments[i];
            if (word.StartsWith('-'))
            {
                i += found.Count == 0 && TakesValue.Contains(word) ? 1 : 0;
            }
            else if (!PlainWord().IsMatch(word))
            {
                break;
            }
            else
            {
                found.Add(word);
            }
        }

        // "ctr version" and "docker ps" are whole; what follows them is a value.
        return Whole.Contains($"{command.Program} {found.FirstOrDefault()}") ? [.. found.Take(1)] : found;
    }

    private static readonly HashSet<string> TakesValue = new(StringComparer.Ordinal) { "-a", "--address", "-n", "--namespace", "-c", "--config", "--connect-timeout", "--timeout" };

    private static readonly HashSet<string> Whole = new(StringComparer.Ordinal)
    {
        "ctr version", "ctr run", "docker ps", "docker info", "docker start", "containerd-exporter doctor",
    };

    private static IEnumerable<string> OptionsOf(string program, string word)
    {
        if (word.Length < 2 || word[0] != '-' || word.Contains('…', StringComparison.Ordinal))
        {
            return [];
        }

        var name = OptionName().Match(word).Value;
        return word.StartsWith("--", StringComparison.Ordinal) || program is "find" or "dmsetup" || SingleDashWords.Contains(name) ? [name]
            : name.Length < 2 ? [] // -2h, -1d: a value
            : name[1..].Select(letter => $"-{letter}");
    }

    private static readonly HashSet<string> SingleDashWords = new(StringComparer.Ordinal) { "-pn" };

    private static bool Knows(string help, string option) => option.StartsWith("--", StringComparison.Ordinal)
        ? Regex.IsMatch(help, $@"{Regex.Escape(option)}(?![\w-])|{Regex.Escape(option.Insert(2, "[no-]"))}")
        : Regex.IsMatch(help, $@"(?<![\w-]){Regex.Escape(option)}(?![\w-])|(?<=\[-)\w*{Regex.Escape(option[1..])}|(?<![\w-])-\w*{Regex.Escape(option[1..])}\w*(?=[\s\],|])");

    private static Task<string> TextAsync(string program, string[] subcommand) => Texts.GetOrAdd($"{program} {string.Join(' ', subcommand)}", async _ =>
    {
        var path = program == "containerd-exporter" ? await PublishedExporter.PathAsync()
            : program == "containerd" ? Path.Combine(ContainerdReleases.ProgramsOf("2.1"), program) // "config migrate" is new there, as the runbooks say
            : await FolderAsync() is var folder && File.Exists(Path.Combine(folder, program)) ? Path.Combine(folder, program)
            : program;
        var question = subcommand.Length > 0 ? subcommand.Append("--help").ToArray() : Questions.GetValueOrDefault(program) ?? ["--help"];
        var result = await Command.TryRunAsync([path, .. question]);
        var more = program == "kubectl" && subcommand.Length == 0 ? await Command.RunAsync(path, "options") : string.Empty;
        return result.Output + result.Error + more;
    });

    [GeneratedRegex("^[a-z][a-z0-9-]*$")]
    private static partial Regex PlainWord();

    [GeneratedRegex("^--?[A-Za-z+][A-Za-z-]*|^-")]
    private static partial Regex OptionName();
}
