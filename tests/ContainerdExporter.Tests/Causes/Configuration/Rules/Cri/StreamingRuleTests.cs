using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Cri;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Cri;

public sealed class StreamingRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Fatal), """
        version = 2
        [plugins."io.containerd.grpc.v1.cri"]
        stream_server_port = ⟦"99999"⟧
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Degraded), """
        version = 3
        [plugins."io.containerd.grpc.v1.cri".x509_key_pair_streaming]
        tls_cert_file = ⟦"/x"⟧
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Degraded), """
        version = 3
        [plugins."io.containerd.grpc.v1.cri"]
        enable_tls_streaming = true
        [plugins."io.containerd.grpc.v1.cri".x509_key_pair_streaming]
        tls_cert_file = 5
        tls_key_file = ⟦"/x"⟧
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new StreamingRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 3
        [plugins."io.containerd.grpc.v1.cri"]
        enable_tls_streaming = true
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new StreamingRule(), release, text);
}
