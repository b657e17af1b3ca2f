using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Cri;
using ContainerdExporter.ConfigCorpus;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Cri;

public sealed class CniRuleTests
{
    private static readonly NodeFacts Kubelet = new() { KubeletRuns = true };

    [Theory]
    [InlineData("1.7.24", "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".cni]\nconf_dir = ⟦\"/etc/hostname/net.d\"⟧\n")]
    [InlineData("2.1.9", "version = 3\n[plugins.\"io.containerd.cri.v1.runtime\".cni]\n⟦bin_dir⟧ = \"/x\"\nbin_dirs = [\"/y\"]\n")]
    public void Check_CriCannotLoad_PointsAtTheSetting(string release, string text) =>
        RuleCheck.Finds(new CniRule(), release, ProblemSeverity.Degraded, text);

    [Theory]
    [InlineData("version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".cni]\nconf_dir = ⟦\"/srv/none\"⟧\n")]
    [InlineData("version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".cni]\nbin_dir = ⟦\"/srv/none\"⟧\n")]
    public void Check_NothingThereWhereAKubeletRuns_PointsAtTheSetting(string text) =>
        RuleCheck.Finds(new CniRule(), "1.7.24", ProblemSeverity.Warning, text, facts: Kubelet);

    [Fact]
    public void Check_NetworkThatIsNoJson_PointsAtTheDirectory() => RuleCheck.Finds(
        new CniRule(),
        "1.7.24",
        ProblemSeverity.Warning,
        "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".cni]\nconf_dir = ⟦\"/srv/net.d\"⟧\n",
        new FakeNode().Add("/srv/net.d/10.conflist", "{").AddProgram("/opt/cni/bin/bridge"),
        Kubelet);

    [Fact]
    public void Check_NetworkAndPrograms_NoProblem() => RuleCheck.FindsNothing(
        new CniRule(),
        "1.7.24",
        "version = 2\n",
        new FakeNode().Add("/etc/cni/net.d/10.conflist", "{}").AddProgram("/opt/cni/bin/bridge"),
        Kubelet);

    [Fact]
    public void Check_NoKubelet_NothingIsMissed() => RuleCheck.FindsNothing(new CniRule(), "2.1.9", "version = 3\n");
}
