using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Server;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Server;

public sealed class LogRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Fatal), """
        [debug]
        level = ⟦"verbose"⟧
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Fatal), """
        [debug]
        format = ⟦"xml"⟧
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new LogRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        [debug]
        level = "Info"
        format = "json"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new LogRule(), release, text);
}
