using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Cri;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Cri;

public sealed class SandboxImageRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Warning), """
        version = 2
        [plugins."io.containerd.grpc.v1.cri"]
        sandbox_image = ⟦""⟧
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Warning), """
        version = 3
        [plugins."io.containerd.cri.v1.images".pinned_images]
        sandbox = ⟦"https://x/pause"⟧
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new SandboxImageRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 3
        [plugins."io.containerd.cri.v1.images".pinned_images]
        sandbox = "r.example:5000/pause@sha256:aa"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new SandboxImageRule(), release, text);
}
