using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Cri;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Cri;

public sealed class CriDurationRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Degraded), """
        version = 2
        [plugins."io.containerd.grpc.v1.cri"]
        stream_idle_timeout = ⟦"4 hours"⟧
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Degraded), """
        version = 3
        [plugins."io.containerd.cri.v1.images"]
        image_pull_progress_timeout = ⟦"5min"⟧
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new CriDurationRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("1.6.20", """
        version = 2
        [plugins."io.containerd.grpc.v1.cri"]
        image_pull_progress_timeout = "5min"
        """)]
    [InlineData("2.1.9", """
        version = 3
        [plugins."io.containerd.cri.v1.runtime"]
        drain_exec_sync_io_timeout = "0s"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new CriDurationRule(), release, text);
}
