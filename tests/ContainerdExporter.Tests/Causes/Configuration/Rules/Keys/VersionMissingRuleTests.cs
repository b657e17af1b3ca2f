using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Keys;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Keys;

public sealed class VersionMissingRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Warning), """
        [plugins.⟦cri⟧]
        sandbox_image = "x"
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Warning), """
        version = ⟦1⟧
        [plugins.cri]
        sandbox_image = "x"
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new VersionMissingRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("1.7.24", """
        root = "/x"
        """)]
    [InlineData("2.3.4", """
        [plugins.cri]
        sandbox_image = "x"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new VersionMissingRule(), release, text);
}
