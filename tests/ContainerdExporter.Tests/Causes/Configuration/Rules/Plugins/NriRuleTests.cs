using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Plugins;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Plugins;

public sealed class NriRuleTests
{
    [Theory]
    [InlineData("2.1.9", nameof(ProblemSeverity.Fatal), """
        version = 3
        [plugins."io.containerd.nri.v1.nri"]
        socket_path = ⟦"/etc/hostname/n.sock"⟧
        """)]
    [InlineData("1.7.24", nameof(ProblemSeverity.Fatal), """
        version = 2
        [plugins."io.containerd.nri.v1.nri"]
        disable = false
        socket_path = ⟦"/etc/hostname/n.sock"⟧
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new NriRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("1.7.24", """
        version = 2
        [plugins."io.containerd.nri.v1.nri"]
        socket_path = "/etc/hostname/n.sock"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new NriRule(), release, text);
}
