using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Cri;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Cri;

public sealed class RegistryRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Degraded), """
        version = 2
        [plugins."io.containerd.grpc.v1.cri".registry]
        config_path = "/x"
        [plugins."io.containerd.grpc.v1.cri".registry.⟦mirrors⟧."docker.io"]
        endpoint = ["https://m"]
        """)]
    [InlineData("1.7.24", nameof(ProblemSeverity.Degraded), """
        version = 2
        [plugins."io.containerd.grpc.v1.cri".registry]
        config_path = "/x"
        [plugins."io.containerd.grpc.v1.cri".registry.configs.r.⟦tls⟧]
        ca_file = "x"
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Degraded), """
        version = 3
        [plugins."io.containerd.cri.v1.images".registry.auths.⟦"http://a b"⟧]
        username = "x"
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new RegistryRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 3
        [plugins."io.containerd.cri.v1.images".registry]
        config_path = "/x"
        [plugins."io.containerd.cri.v1.images".registry.configs.r.tls]
        ca_file = "x"
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new RegistryRule(), release, text);
}
