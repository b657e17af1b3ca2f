using System.CommandLine;
using System.Text;
using ContainerdExporter.Hosting;

namespace ContainerdExporter.Tests.Consistency;

/// <summary><c>docs/flags.md</c> is written from the command line's definition: with <c>UPDATE_DOCS=1</c> in the environment this test writes it anew.</summary>
public sealed class FlagsReferenceTests
{
    [Fact]
    public void Reference_Always_IsWhatTheCommandLineTakes()
    {
        var path = Repository.PathTo("docs/flags.md");
        var rendered = Render(new ServeFlags());
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, rendered);
        }

        Assert.Equal(rendered, File.ReadAllText(path));
    }

    private static string Render(ServeFlags flags)
    {
        var text = new StringBuilder("# Flags\n\nWritten from the code. Each flag is also an environment variable, which the flag overrides: `--web.listen-address` is\n");
        text.Append($"`{Flag.EnvironmentName("--web.listen-address")}`; lists are separated by commas there, and switches say `true` or `false`.\n");
        text.Append("`doctor` and `config check` take the flags that say where and how to look.\n");
        Section(text, "The server", flags.OfServer);
        Section(text, "Where and how to look", flags.OfCollection.Where(flag => !IsCollector(flag)));
        Section(text, "Collectors", flags.OfCollection.Where(IsCollector));
        return text.ToString();
    }

    private static bool IsCollector(Option flag) => flag.Name.StartsWith("--collector.", StringComparison.Ordinal) || flag.Name.StartsWith("--no-collector.", StringComparison.Ordinal);

    private static void Section(StringBuilder text, string title, IEnumerable<Option> flags)
    {
        text.Append($"\n## {title}\n\n| flag | default | meaning |\n|---|---|---|\n");
        foreach (var flag in flags)
        {
            var value = flag.HelpName is { } placeholder ? $"={placeholder}" : string.Empty;
            text.Append($"| `{flag.Name}{value}` | {Default(flag.GetDefaultValue())} | {flag.Description!.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }
    }

    private static string Default(object? value) => value switch
    {
        null or false => string.Empty,
        string text => $"`{text}`",
        System.Collections.IEnumerable list => string.Join(", ", list.Cast<object>().Select(Default)),
        _ => $"`{value}`",
    };
}
