using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Server;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Server;

public sealed class RequiredPluginRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Fatal), """
        version = 2
        required_plugins = [⟦"io.containerd.cri.v1.runtime"⟧]
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Fatal), """
        version = 3
        disabled_plugins = ["io.containerd.grpc.v1.cri"]
        required_plugins = [⟦"io.containerd.grpc.v1.cri"⟧]
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new RequiredPluginRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 3
        required_plugins = ["io.containerd.cri.v1.runtime"]
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new RequiredPluginRule(), release, text);
}
