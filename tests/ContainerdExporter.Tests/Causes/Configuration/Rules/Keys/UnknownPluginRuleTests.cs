using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Keys;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Keys;

public sealed class UnknownPluginRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Warning), """
        version = 2
        [plugins.⟦"io.containerd.cri.v1.images"⟧]
        snapshotter = "x"
        """)]
    [InlineData("1.6.20", nameof(ProblemSeverity.Warning), """
        [plugins.⟦"io.containerd.grpc.v1.cri"⟧]
        sandbox_image = "x"
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Warning), """
        version = 3
        [plugins.⟦"io.containerd.monitor.v1.cgroups"⟧]
        no_prometheus = true
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new UnknownPluginRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 3
        [plugins."io.containerd.cri.v1.images"]
        snapshotter = "native"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new UnknownPluginRule(), release, text);
}
