using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Server;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Server;

public sealed class ProxyPluginRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Fatal), """
        [proxy_plugins.foo]
        type = ⟦"bogus"⟧
        """)]
    [InlineData("1.6.20", nameof(ProblemSeverity.Fatal), """
        [proxy_plugins.foo]
        type = ⟦"diff"⟧
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Fatal), """
        [proxy_plugins.⟦overlayfs⟧]
        type = "snapshot"
        address = "/etc/hostname"
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Warning), """
        [proxy_plugins.foo]
        type = "snapshot"
        address = ⟦"/run/none.sock"⟧
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new ProxyPluginRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        [proxy_plugins]
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new ProxyPluginRule(), release, text);
}
