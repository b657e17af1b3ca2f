using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Plugins;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Plugins;

public sealed class BoltPolicyRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Degraded), """
        version = 2
        [plugins."io.containerd.metadata.v1.bolt"]
        content_sharing_policy = ⟦"x"⟧
        """)]
    [InlineData("1.6.20", nameof(ProblemSeverity.Degraded), """
        [plugins.bolt]
        content_sharing_policy = ⟦"x"⟧
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new BoltPolicyRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 3
        [plugins."io.containerd.metadata.v1.bolt"]
        content_sharing_policy = "isolated"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new BoltPolicyRule(), release, text);
}
