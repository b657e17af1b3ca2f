using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Plugins;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Plugins;

public sealed class DifferRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Degraded), """
        version = 2
        [plugins."io.containerd.service.v1.diff-service"]
        default = ["walking", ⟦"x"⟧]
        """)]
    [InlineData("2.0.0", nameof(ProblemSeverity.Degraded), """
        version = 3
        [plugins."io.containerd.service.v1.diff-service"]
        default = [⟦"erofs"⟧]
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new DifferRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 3
        [plugins."io.containerd.service.v1.diff-service"]
        default = ["walking", "erofs"]
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new DifferRule(), release, text);
}
