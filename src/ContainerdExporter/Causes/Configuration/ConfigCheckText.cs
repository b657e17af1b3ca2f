using System.Text;
using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>A report as a compiler would print it: file:line:column, the line with a caret, what the daemon would do, the fix.</summary>
/// <param name="colour">Whether to mark severities with colour; they are readable without.</param>
internal sealed class ConfigCheckText(bool colour)
{
    private const string Reset = "\e[0m";

    /// <summary>A generated line can be a megabyte long; nobody reads more than this.</summary>
    private const int LineLimit = 200;

    private readonly StringBuilder text = new();

    public string Render(ConfigReport report)
    {
        foreach (var problem in report.Problems)
        {
            RenderProblem(report, problem);
        }

        var files = report.Config.Loaded.Files.Count;
        var counts = report.Problems
            .GroupBy(problem => problem.Severity)
            .OrderByDescending(group => group.Key)
            .Select(group => $"{group.Count()} {group.Key.ToLabel()}{(group.Key == ProblemSeverity.Warning && group.Count() > 1 ? "s" : string.Empty)}");
        text.AppendLine($"{OneLine(report.Config.Loaded.MainPath)}: {Outcome(report)}{(report.Problems.Count > 0 ? $" ({string.Join(", ", counts)})" : string.Empty)}{(files > 1 ? $", {files} files" : string.Empty)}");
        return text.ToString();
    }

    /// <summary>What the daemon would do, without its subject.</summary>
    public static string Effect(ProblemSeverity severity) => severity switch
    {
        ProblemSeverity.Fatal => "would not start",
        ProblemSeverity.Degraded => "would start, but CRI or another plugin would be dead",
        _ => "would start",
    };

    private static string Outcome(ConfigReport report)
    {
        var daemon = $"containerd {report.Config.Release}";
        return report.Verdict switch
        {
            ConfigVerdict.Fatal => $"{daemon} {Effect(ProblemSeverity.Fatal)}",
            ConfigVerdict.Degraded => $"{daemon} {Effect(ProblemSeverity.Degraded)}",
            ConfigVerdict.Unknown => $"could not tell what {daemon} would do",
            _ => report.Config.Loaded.Files.Count == 0 ? $"no such file; {daemon} would start with its defaults" : $"{daemon} {Effect(ProblemSeverity.Warning)}",
        };
    }

    private void RenderProblem(ConfigReport report, ConfigProblem problem)
    {
        var where = problem.At is { } at ? $"{OneLine(at.File)}:{at.Line}:{at.Column}" : OneLine(report.Config.Loaded.MainPath);
        text.AppendLine($"{where}: {Mark(problem.Severity)}: {OneLine(problem.Message)} [{problem.Rule}]");
        if (problem.At is { } place && report.Config.Loaded.Files.FirstOrDefault(file => file.Path == place.File) is { Text.Length: > 0 } source)
        {
            RenderLine(source, place);
        }

        text.AppendLine($"  = containerd {report.Config.Release} {Effect(problem.Severity)}");
        text.AppendLine($"  = fix: {OneLine(problem.Fix)}").AppendLine();
    }

    private void RenderLine(ConfigFile file, ConfigPosition at)
    {
        var line = SecretText.Show(file.Text, at.Line);
        var shown = OneLine(line.Length > LineLimit ? line[..LineLimit] : line);
        var number = $"{at.Line,5}";
        text.AppendLine($"{number} | {shown}");
        if (at.Column - 1 <= shown.Length)
        {
            // Tabs stay tabs, so that the caret stands below its token whatever they are wide.
            var indent = new string([.. shown.Take(at.Column - 1).Select(c => c == '\t' ? '\t' : ' ')]);
            var length = Math.Clamp(at.Length, 1, Math.Max(1, shown.Length - at.Column + 1));
            text.AppendLine($"      | {indent}{(colour ? "\e[1;32m" : string.Empty)}^{new string('~', length - 1)}{(colour ? Reset : string.Empty)}");
        }
    }

    private string Mark(ProblemSeverity severity)
    {
        var label = severity.ToLabel();
        return colour ? $"{(severity == ProblemSeverity.Warning ? "\e[33m" : "\e[1;31m")}{label}{Reset}" : label;
    }

    /// <summary>A stranger's text must not move the cursor or forge a line.</summary>
    private static string OneLine(string value) =>
        string.Create(value.Length, value, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) && source[i] != '\t' ? '\uFFFD' : source[i];
            }
        });
}
