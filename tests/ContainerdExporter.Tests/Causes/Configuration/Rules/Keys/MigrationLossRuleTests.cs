using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Keys;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Keys;

public sealed class MigrationLossRuleTests
{
    [Theory]
    [InlineData("2.1.9", nameof(ProblemSeverity.Warning), """
        version = 2
        [plugins."io.containerd.grpc.v1.cri".containerd]
        ⟦snapshotter⟧ = "native"
        """)]
    [InlineData("2.3.4", nameof(ProblemSeverity.Warning), """
        version = 2
        [plugins."io.containerd.grpc.v1.cri".containerd]
        ⟦discard_unpacked_layers⟧ = true
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new MigrationLossRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 2
        [plugins."io.containerd.grpc.v1.cri".containerd]
        snapshotter = "native"
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
        runtime_type = "io.containerd.runc.v2"
        """)]
    [InlineData("1.7.24", """
        version = 2
        [plugins."io.containerd.grpc.v1.cri".containerd]
        snapshotter = "native"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new MigrationLossRule(), release, text);
}
