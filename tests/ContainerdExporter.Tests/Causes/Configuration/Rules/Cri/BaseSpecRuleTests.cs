using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Cri;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Cri;

public sealed class BaseSpecRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Degraded), """
        version = 2
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
        runtime_type = "io.containerd.runc.v2"
        base_runtime_spec = ⟦"/none"⟧
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Degraded), """
        version = 3
        [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
        runtime_type = "io.containerd.runc.v2"
        base_runtime_spec = ⟦"/etc/hostname"⟧
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new BaseSpecRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 3
        [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
        runtime_type = "io.containerd.runc.v2"
        base_runtime_spec = ""
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new BaseSpecRule(), release, text);
}
