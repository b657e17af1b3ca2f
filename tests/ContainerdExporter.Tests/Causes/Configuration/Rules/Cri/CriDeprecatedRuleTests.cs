using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Cri;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Cri;

public sealed class CriDeprecatedRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Warning), """
        version = 2
        [plugins."io.containerd.grpc.v1.cri".containerd.⟦default_runtime⟧]
        runtime_type = "io.containerd.runc.v2"
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Warning), """
        version = 3
        [plugins."io.containerd.cri.v1.runtime".cni]
        ⟦bin_dir⟧ = "/x"
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new CriDeprecatedRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 2
        [plugins."io.containerd.grpc.v1.cri".cni]
        bin_dir = "/x"
        """)]
    [InlineData("2.0.0", """
        version = 3
        [plugins."io.containerd.cri.v1.runtime".cni]
        bin_dir = "/x"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new CriDeprecatedRule(), release, text);
}
