using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Server;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Server;

public sealed class DisabledPluginRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Degraded), """
        version = 2
        disabled_plugins = [⟦"io.containerd.metadata.v1.bolt"⟧]
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Warning), """
        version = 3
        disabled_plugins = [⟦"io.containerd.internal.v1.restart"⟧]
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new DisabledPluginRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("1.7.24", """
        version = 2
        disabled_plugins = ["io.containerd.grpc.v1.cri"]
        """)]
    [InlineData("1.7.24", """
        disabled_plugins = ["cri"]
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new DisabledPluginRule(), release, text);
}
