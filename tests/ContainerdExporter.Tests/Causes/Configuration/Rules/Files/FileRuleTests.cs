using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Files;
using ContainerdExporter.ConfigCorpus;
using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Files;

public sealed class FileRuleTests
{
    private const string Import = "imports = [⟦\"/srv/x.toml\"⟧]\n";

    [Theory]
    [InlineData(nameof(PathKind.Directory), nameof(ProblemSeverity.Fatal))]
    [InlineData(nameof(PathKind.LinkLoop), nameof(ProblemSeverity.Fatal))]
    [InlineData(nameof(PathKind.Fifo), nameof(ProblemSeverity.Fatal))]
    [InlineData(nameof(PathKind.Socket), nameof(ProblemSeverity.Fatal))]
    [InlineData(nameof(PathKind.Device), nameof(ProblemSeverity.Warning))]
    [InlineData(nameof(PathKind.Denied), nameof(ProblemSeverity.Warning))]
    public void Check_ImportIsNoFile_PointsAtTheImport(string kind, string severity) => RuleCheck.Finds(
        new FileRule(),
        "2.1.9",
        Enum.Parse<ProblemSeverity>(severity),
        Import,
        new FakeNode().AddKind("/srv/x.toml", Enum.Parse<PathKind>(kind)));

    [Fact]
    public void Check_ImportTooLarge_IsNotReadAndTheVerdictIsUnknown()
    {
        var node = new FakeNode()
            .Add(RuleCheck.Path, "imports = [\"/srv/x.toml\"]\n")
            .Add("/srv/x.toml", new string('#', ConfigFileReader.SizeLimit + 1));
        var report = ConfigLinter.Check(RuleCheck.Path, ContainerdRelease.Newest, node, new NodeFacts(), DaemonFlags.None);

        Assert.Equal(ConfigVerdict.Unknown, report.Verdict);
        Assert.Equal(1, node.Reads);
        Assert.Equal(1, report.Problems.Single(problem => problem.Rule == "file").At!.Value.Line);
    }

    [Fact]
    public void Check_NestedTooDeep_TheVerdictIsUnknown()
    {
        var node = new FakeNode().Add(RuleCheck.Path, $"a = {new string('[', 10_000)}{new string(']', 10_000)}\n");
        var report = ConfigLinter.Check(RuleCheck.Path, ContainerdRelease.Newest, node, new NodeFacts(), DaemonFlags.None);

        Assert.Equal(ConfigVerdict.Unknown, report.Verdict);
        Assert.Equal("file", Assert.Single(report.Problems).Rule);
    }

    [Fact]
    public void Check_MoreImportsThanAreFollowed_SaysSo()
    {
        var node = new FakeNode().Add(RuleCheck.Path, "imports = [\"/srv/*.toml\"]\n");
        for (var i = 0; i < 100; i++)
        {
            node.Add($"/srv/{i:000}.toml", "version = 2\n");
        }

        var report = ConfigLinter.Check(RuleCheck.Path, ContainerdRelease.Newest, node, new NodeFacts(), DaemonFlags.None);

        Assert.Equal(ConfigLoader.FileLimit, report.Config.Loaded.Files.Count);
        Assert.Contains(report.Problems, problem => problem is { Rule: "file", At: null });
    }

    [Fact]
    public void Check_FilesThatAreFiles_NoProblem() =>
        RuleCheck.FindsNothing(new FileRule(), "2.1.9", "imports = [\"/srv/x.toml\"]\n", new FakeNode().Add("/srv/x.toml", "version = 2\n"));
}
