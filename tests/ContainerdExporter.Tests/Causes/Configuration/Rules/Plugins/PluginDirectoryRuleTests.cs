using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Plugins;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Plugins;

public sealed class PluginDirectoryRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Degraded), """
        version = 2
        [plugins."io.containerd.internal.v1.opt"]
        path = ⟦"/etc/hostname/x"⟧
        """)]
    [InlineData("1.7.24", nameof(ProblemSeverity.Warning), """
        version = 2
        [plugins."io.containerd.snapshotter.v1.native"]
        root_path = ⟦"/etc/hostname/x"⟧
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Degraded), """
        version = 3
        [plugins."io.containerd.snapshotter.v1.native"]
        root_path = ⟦"/etc/hostname/x"⟧
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new PluginDirectoryRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 3
        [plugins."io.containerd.internal.v1.opt"]
        path = "/srv/x"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new PluginDirectoryRule(), release, text);
}
