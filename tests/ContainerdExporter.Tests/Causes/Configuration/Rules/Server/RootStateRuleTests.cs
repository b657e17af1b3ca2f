using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Server;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Server;

public sealed class RootStateRuleTests
{
    [Theory]
    [InlineData("2.1.9", nameof(ProblemSeverity.Fatal), """
        state = ⟦"/var/lib/containerd"⟧
        """)]
    [InlineData("1.6.20", nameof(ProblemSeverity.Fatal), """
        root = ⟦"/etc/hostname/x"⟧
        """)]
    [InlineData("1.7.24", nameof(ProblemSeverity.Warning), """
        root = ⟦"rel"⟧
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new RootStateRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("1.7.24", """
        root = "/srv/a"
        state = "/run/b"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new RootStateRule(), release, text);
}
