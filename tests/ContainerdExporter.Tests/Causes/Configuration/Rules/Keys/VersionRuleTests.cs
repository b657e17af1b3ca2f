using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Keys;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Keys;

public sealed class VersionRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Fatal), """
        version = ⟦3⟧
        """)]
    [InlineData("1.7.16", nameof(ProblemSeverity.Warning), """
        version = ⟦3⟧
        """)]
    [InlineData("1.6.20", nameof(ProblemSeverity.Warning), """
        version = ⟦3⟧
        """)]
    [InlineData("1.6.32", nameof(ProblemSeverity.Fatal), """
        version = ⟦3⟧
        """)]
    [InlineData("2.2.7", nameof(ProblemSeverity.Fatal), """
        version = ⟦4⟧
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Fatal), """
        version = ⟦-1⟧
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new VersionRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.3.4", """
        version = 4
        """)]
    [InlineData("2.0.0", """
        version = 3
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new VersionRule(), release, text);
}
