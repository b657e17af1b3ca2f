using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Keys;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Keys;

public sealed class TypeRuleTests
{
    [Theory]
    [InlineData("1.6.20", nameof(ProblemSeverity.Fatal), """
        root = ⟦5⟧
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Fatal), """
        version = 2
        [metrics]
        grpc_histogram = ⟦"true"⟧
        """)]
    [InlineData("1.7.24", nameof(ProblemSeverity.Fatal), """
        version = 2
        [plugins."io.containerd.grpc.v1.cri"]
        containerd = ⟦"x"⟧
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Fatal), """
        version = 2
        [plugins."io.containerd.grpc.v1.cri".cni]
        bin_dir = ⟦5⟧
        """)]
    [InlineData("1.7.24", nameof(ProblemSeverity.Fatal), """
        version = 2
        [plugins."io.containerd.gc.v1.scheduler"]
        pause_threshold = ⟦1⟧
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Fatal), """
        version = 2
        disabled_plugins = ["a.b", ⟦2⟧]
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new TypeRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 2
        [plugins."io.containerd.gc.v1.scheduler"]
        pause_threshold = 1
        schedule_delay = 5
        """)]
    [InlineData("1.7.24", """
        version = 2
        oom_score = -5
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new TypeRule(), release, text);
}
