using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Cri;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Cri;

public sealed class RuncOptionsRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Warning), """
        version = 2
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
        runtime_type = "io.containerd.runc.v2"
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = ⟦"true"⟧
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Warning), """
        version = 3
        [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
        runtime_type = "io.containerd.runc.v2"
        [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
        ⟦CriuPath⟧ = "/x"
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new RuncOptionsRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("1.7.24", """
        version = 2
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
        runtime_type = "io.containerd.runc.v2"
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        CriuPath = ""
        SystemdCgroup = true
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new RuncOptionsRule(), release, text);
}
