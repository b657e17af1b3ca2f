using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Server;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Server;

public sealed class SocketPathRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Fatal), """
        [grpc]
        address = ⟦"/run/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"⟧
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Fatal), """
        [grpc]
        address = ⟦"/run/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"⟧
        """)]
    [InlineData("1.6.20", nameof(ProblemSeverity.Fatal), """
        [ttrpc]
        address = ⟦"/srv"⟧
        """)]
    [InlineData("2.3.4", nameof(ProblemSeverity.Fatal), """
        version = 4
        [plugins."io.containerd.server.v1.grpc"]
        address = ⟦"/srv"⟧
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new SocketPathRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("1.7.24", """
        [grpc]
        address = "/run/x.sock"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new SocketPathRule(), release, text);
}
