using System.Text;
using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.ConfigCorpus;
using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules;

/// <summary>
/// Runs one rule over a configuration in which the offending token is marked: <c>root = ⟦5⟧</c>. The problem must point
/// at exactly that token.
/// </summary>
internal static class RuleCheck
{
    public const string Path = CorpusCase.ConfigPath;

    public static void Finds(ConfigRule rule, string release, ProblemSeverity severity, string marked, FakeNode? node = null, NodeFacts? facts = null)
    {
        var (text, expected) = Unmark(marked);
        var problems = Check(rule, release, text, node, facts);

        var problem = Assert.Single(problems, problem => problem.At == expected);
        Assert.Equal(severity, problem.Severity);
        Assert.Equal(rule.Name, problem.Rule);
        Assert.NotEqual('.', problem.Message[^1]);
        Assert.Contains(problem.Fix[^1], ".?");
    }

    public static void FindsNothing(ConfigRule rule, string release, string text, FakeNode? node = null, NodeFacts? facts = null) =>
        Assert.Empty(Check(rule, release, text, node, facts));

    private static List<ConfigProblem> Check(ConfigRule rule, string release, string text, FakeNode? node, NodeFacts? facts)
    {
        node = (node ?? new FakeNode()).Add(Path, Encoding.UTF8.GetBytes(text));
        var parsed = ContainerdRelease.Parse(release)!.Value;
        var config = EffectiveConfig.Of(ConfigLoader.Load(node, Path, parsed), parsed);
        return [.. rule.Check(new RuleContext(config, node, facts ?? new NodeFacts { FileSystemOf = _ => "ext4" }, DaemonFlags.None))];
    }

    private static (string Text, ConfigPosition Position) Unmark(string marked)
    {
        var start = marked.IndexOf('⟦', StringComparison.Ordinal);
        var end = marked.IndexOf('⟧', StringComparison.Ordinal);
        Assert.True(start >= 0 && end > start, $"nothing is marked in {marked}");
        var before = marked[..start];
        var line = before.Count(c => c == '\n') + 1;
        var column = start - before.LastIndexOf('\n');
        return (before + marked[(start + 1)..end] + marked[(end + 1)..], new ConfigPosition(Path, line, column, end - start - 1));
    }
}
