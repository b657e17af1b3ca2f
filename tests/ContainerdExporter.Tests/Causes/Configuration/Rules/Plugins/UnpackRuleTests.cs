using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Plugins;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Plugins;

public sealed class UnpackRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Degraded), """
        version = 2
        [[plugins."io.containerd.transfer.v1.local".unpack_config]]
        snapshotter = ⟦"nope"⟧
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Degraded), """
        version = 3
        [[plugins."io.containerd.transfer.v1.local".unpack_config]]
        snapshotter = ⟦"devmapper"⟧
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new UnpackRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 3
        [[plugins."io.containerd.transfer.v1.local".unpack_config]]
        snapshotter = "native"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new UnpackRule(), release, text);
}
