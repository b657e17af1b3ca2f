using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Cri;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Cri;

public sealed class CgroupDriverRuleTests
{
    private const string Handler = """
        version = 2
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
        runtime_type = "io.containerd.runc.v2"
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = 
        """;

    private static readonly NodeFacts Kubelet = new() { KubeletRuns = true };

    [Theory]
    [InlineData("systemd", "⟦false⟧")]
    [InlineData("cgroupfs", "⟦true⟧")]
    public void Check_KubeletUsesTheOther_PointsAtTheSetting(string driver, string value) =>
        RuleCheck.Finds(new CgroupDriverRule(), "1.7.24", ProblemSeverity.Warning, Handler + value, facts: Kubelet with { KubeletCgroupDriver = driver });

    [Fact]
    public void Check_SystemdOnCgroup2WithoutTheSetting_PointsAtTheHandler() => RuleCheck.Finds(
        new CgroupDriverRule(),
        "2.1.9",
        ProblemSeverity.Warning,
        "version = 3\n[plugins.\"io.containerd.cri.v1.runtime\".containerd.runtimes.⟦runc⟧]\nruntime_type = \"io.containerd.runc.v2\"\n",
        facts: Kubelet with { IsSystemd = true, IsCgroup2 = true });

    [Fact]
    public void Check_TheyAgree_NoProblem() =>
        RuleCheck.FindsNothing(new CgroupDriverRule(), "1.7.24", Handler + "true", facts: Kubelet with { KubeletCgroupDriver = "systemd", IsSystemd = true, IsCgroup2 = true });

    [Fact]
    public void Check_NoKubelet_NoProblem() =>
        RuleCheck.FindsNothing(new CgroupDriverRule(), "1.7.24", Handler + "false", facts: new NodeFacts { IsSystemd = true, IsCgroup2 = true });
}
