using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Files;
using ContainerdExporter.ConfigCorpus;
using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Files;

public sealed class SyntaxRuleTests
{
    [Theory]
    [InlineData("[grpc⟦\n⟧gid = 1\n")]
    [InlineData("root = \"/a\"\n⟦r⟧oot = \"/b\"\n")]
    [InlineData("root =⟦\n⟧")]
    public void Check_NoToml_PointsAtThePlace(string text) =>
        RuleCheck.Finds(new SyntaxRule(), "1.7.24", ProblemSeverity.Fatal, text);

    [Fact]
    public void Check_SeveralErrors_ReportsAllOfThem()
    {
        var report = ConfigLinter.Check(
            RuleCheck.Path, ContainerdRelease.Newest, new FakeNode().Add(RuleCheck.Path, "a =\nb =\n"), new NodeFacts(), DaemonFlags.None);

        Assert.Equal([1, 2], report.Problems.Where(problem => problem.Rule == "syntax").Select(problem => problem.At!.Value.Line).Distinct());
    }

    [Fact]
    public void Check_InvalidUtf8_PointsAtTheByte()
    {
        var node = new FakeNode().Add(RuleCheck.Path, [.. "root = \"a\"\nx = \""u8, 0xff, .. "\"\n"u8]);
        var report = ConfigLinter.Check(RuleCheck.Path, ContainerdRelease.Newest, node, new NodeFacts(), DaemonFlags.None);

        var problem = Assert.Single(report.Problems);
        Assert.Equal(("syntax", 2, 6), (problem.Rule, problem.At!.Value.Line, problem.At.Value.Column));
    }

    [Fact]
    public void Check_ErrorInALineWithASecret_DoesNotRepeatTheText()
    {
        var node = new FakeNode().Add(RuleCheck.Path, "password = hunter2 x\n");
        var report = ConfigLinter.Check(RuleCheck.Path, ContainerdRelease.Newest, node, new NodeFacts(), DaemonFlags.None);

        Assert.NotEmpty(report.Problems);
        Assert.DoesNotContain(report.Problems, problem => problem.Message.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_Toml_NoProblem() => RuleCheck.FindsNothing(new SyntaxRule(), "2.1.9", "a.b = { c = [1, 2] }\n");
}
