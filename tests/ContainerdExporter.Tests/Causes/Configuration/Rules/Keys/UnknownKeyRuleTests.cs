using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Keys;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Keys;

public sealed class UnknownKeyRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Warning), """
        ⟦rooot⟧ = "/x"
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Warning), """
        version = 3
        [plugins."io.containerd.cri.v1.images"]
        ⟦snapshoter⟧ = "x"
        """)]
    [InlineData("1.6.20", nameof(ProblemSeverity.Warning), """
        version = 2
        [plugins."io.containerd.grpc.v1.cri"]
        ⟦image_pull_with_sync_fs⟧ = true
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new UnknownKeyRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("1.7.24", """
        version = 2
        [plugins."io.containerd.grpc.v1.cri"]
        image_pull_with_sync_fs = true
        """)]
    [InlineData("2.1.9", """
        Root = "/x"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new UnknownKeyRule(), release, text);
}
