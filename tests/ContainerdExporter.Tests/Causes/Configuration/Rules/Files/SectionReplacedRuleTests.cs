using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Files;
using ContainerdExporter.ConfigCorpus;
using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Files;

public sealed class SectionReplacedRuleTests
{
    private const string Main = """
        version = 2
        imports = ["10.toml"]
        [plugins."io.containerd.grpc.v1.cri"]
        sandbox_image = "x"
        [plugins."io.containerd.grpc.v1.cri".containerd]
        snapshotter = "native"
        """;

    private const string DropIn = """
        version = 2
        [plugins."io.containerd.grpc.v1.cri".containerd]
        default_runtime_name = "runc"
        """;

    [Fact]
    public void Check_DropInOn1x_PointsAtTheSectionThatReplacesAndNamesWhatIsLost()
    {
        var problem = Assert.Single(Problems("1.7.24", DropIn));

        Assert.Equal(ProblemSeverity.Warning, problem.Severity);
        Assert.Equal(new ConfigPosition("/etc/containerd/10.toml", 2, 10, 27), problem.At);
        Assert.Contains("sandbox_image, containerd.snapshotter", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_2x_NoProblem() => Assert.Empty(Problems("2.1.9", DropIn));

    [Fact]
    public void Check_SameKeys_NoProblem() => Assert.Empty(Problems("1.7.24", Main.Replace("imports = [\"10.toml\"]", string.Empty, StringComparison.Ordinal)));

    private static IEnumerable<ConfigProblem> Problems(string release, string dropIn)
    {
        var node = new FakeNode().Add(RuleCheck.Path, Main).Add("/etc/containerd/10.toml", dropIn);
        var report = ConfigLinter.Check(RuleCheck.Path, ContainerdRelease.Parse(release)!.Value, node, new NodeFacts(), DaemonFlags.None);
        return report.Problems.Where(problem => problem.Rule == new SectionReplacedRule().Name);
    }
}
