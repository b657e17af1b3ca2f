using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Keys;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Keys;

public sealed class MovedKeyRuleTests
{
    [Theory]
    [InlineData("2.1.9", nameof(ProblemSeverity.Warning), """
        version = 3
        [plugins."io.containerd.grpc.v1.cri"]
        ⟦sandbox_image⟧ = "x"
        """)]
    [InlineData("2.0.0", nameof(ProblemSeverity.Warning), """
        version = 3
        [plugins."io.containerd.grpc.v1.cri".⟦containerd⟧]
        snapshotter = "x"
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new MovedKeyRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 2
        [plugins."io.containerd.grpc.v1.cri"]
        sandbox_image = "x"
        """)]
    [InlineData("1.7.24", """
        version = 2
        [plugins."io.containerd.grpc.v1.cri"]
        sandbox_image = "x"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new MovedKeyRule(), release, text);
}
