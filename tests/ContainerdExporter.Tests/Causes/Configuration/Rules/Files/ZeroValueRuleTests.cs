using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Files;
using ContainerdExporter.ConfigCorpus;
using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Files;

public sealed class ZeroValueRuleTests
{
    [Theory]
    [InlineData("1.7.24", "[grpc]\naddress = ⟦\"\"⟧\n")]
    [InlineData("2.1.9", "root = ⟦\"\"⟧\n")]
    public void Check_EmptyWhereTheDefaultIsNot_PointsAtTheValue(string release, string text) =>
        RuleCheck.Finds(new ZeroValueRule(), release, ProblemSeverity.Warning, text);

    [Fact]
    public void Check_ZeroAfterAnotherFilesValue_PointsAtTheValue()
    {
        var node = new FakeNode()
            .Add(RuleCheck.Path, "imports = [\"10.toml\"]\noom_score = -999\n")
            .Add("/etc/containerd/10.toml", "oom_score = 0\n");
        var report = ConfigLinter.Check(RuleCheck.Path, ContainerdRelease.Newest, node, new NodeFacts(), DaemonFlags.None);

        Assert.Equal(new ConfigPosition("/etc/containerd/10.toml", 1, 13, 1), Assert.Single(report.Problems).At);
    }

    [Theory]
    [InlineData("2.1.9", "oom_score = 0\n[debug]\nlevel = \"\"\n[grpc]\nuid = 0\n")]
    [InlineData("1.7.24", "disabled_plugins = []\n")]
    public void Check_ZeroWhereItIsTheDefault_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new ZeroValueRule(), release, text);
}
