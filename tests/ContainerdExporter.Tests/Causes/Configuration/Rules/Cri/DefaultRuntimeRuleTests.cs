using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Cri;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Cri;

public sealed class DefaultRuntimeRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Degraded), """
        version = 2
        [plugins."io.containerd.grpc.v1.cri".containerd]
        default_runtime_name = ⟦"nvidia"⟧
        """)]
    [InlineData("1.7.24", nameof(ProblemSeverity.Degraded), """
        version = 2
        [plugins."io.containerd.grpc.v1.cri".containerd.⟦runtimes⟧.nvidia]
        runtime_type = "x.v1"
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Degraded), """
        version = 3
        [plugins."io.containerd.cri.v1.runtime".containerd]
        default_runtime_name = ⟦""⟧
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new DefaultRuntimeRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 3
        [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.nvidia]
        runtime_type = "x.v1"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new DefaultRuntimeRule(), release, text);
}
