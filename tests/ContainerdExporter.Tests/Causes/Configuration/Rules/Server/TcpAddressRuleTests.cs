using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Server;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Server;

public sealed class TcpAddressRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Fatal), """
        [metrics]
        address = ⟦"1338"⟧
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Fatal), """
        [debug]
        address = ⟦"debug.sock"⟧
        """)]
    [InlineData("2.3.4", nameof(ProblemSeverity.Fatal), """
        [metrics]
        address = ⟦":99999"⟧
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new TcpAddressRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        [metrics]
        address = "[::1]:1338"
        [debug]
        address = "/run/d.sock"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new TcpAddressRule(), release, text);
}
