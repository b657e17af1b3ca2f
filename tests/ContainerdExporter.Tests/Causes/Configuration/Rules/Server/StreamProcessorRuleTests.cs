using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Server;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Server;

public sealed class StreamProcessorRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Warning), """
        [stream_processors.x]
        path = ⟦"/none"⟧
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Warning), """
        [stream_processors.⟦x⟧]
        returns = "a"
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new StreamProcessorRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        [stream_processors.x]
        path = "runc"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new StreamProcessorRule(), release, text);
}
