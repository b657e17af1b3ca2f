using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Files;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Files;

public sealed class DialectRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Fatal), """
        version = 2
        temp = ⟦"⟧\e"
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Warning), """
        version = 2
        grpc = ⟦{⟧ gid = 0, }
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new DialectRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 2
        temp = "a"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new DialectRule(), release, text);
}
