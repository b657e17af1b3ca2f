using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Server;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Server;

public sealed class TlsRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Fatal), """
        [grpc]
        tcp_tls_cert = ⟦"/none"⟧
        tcp_tls_key = "/etc/hostname"
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Fatal), """
        [grpc]
        tcp_tls_cert = "/etc/hostname"
        tcp_tls_key = ⟦"/none"⟧
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new TlsRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        [grpc]
        tcp_tls_ca = "/none"
        """)]
    [InlineData("2.3.4", """
        [grpc]
        tcp_tls_cert = "/none"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new TlsRule(), release, text);
}
