using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Plugins;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Plugins;

public sealed class PlatformRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Degraded), """
        version = 2
        [plugins."io.containerd.runtime.v2.task"]
        platforms = [⟦"a/b/c/d"⟧]
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Degraded), """
        version = 3
        [plugins."io.containerd.runtime.v2.task"]
        platforms = ["linux/amd64", ⟦"pdp11"⟧]
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new PlatformRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 3
        [plugins."io.containerd.runtime.v2.task"]
        platforms = ["linux/arm64/v8"]
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new PlatformRule(), release, text);
}
