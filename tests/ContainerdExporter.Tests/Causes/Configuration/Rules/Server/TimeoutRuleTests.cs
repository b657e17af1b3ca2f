using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Server;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Server;

public sealed class TimeoutRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Fatal), """
        [timeouts]
        "io.containerd.timeout.shim.load" = ⟦"5 seconds"⟧
        """)]
    [InlineData("1.6.20", nameof(ProblemSeverity.Warning), """
        [timeouts]
        ⟦"io.containerd.timeout.metrics.shimstats"⟧ = "2s"
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new TimeoutRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("1.7.24", """
        [timeouts]
        "io.containerd.timeout.metrics.shimstats" = "2s"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new TimeoutRule(), release, text);
}
