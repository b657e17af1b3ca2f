using ContainerdExporter.DaemonLog;
using CsCheck;

namespace ContainerdExporter.Tests.DaemonLog;

public sealed class LogSecretsTests
{
    [Theory]
    [InlineData("dial https://user:s3cr3t@registry.example/v2/: refused")]
    [InlineData("dial https://user:p@s3cr3t@registry.example/v2/: refused")]
    [InlineData("proxyconnect tcp: http://s3cr3t@proxy:3128")]
    [InlineData("headers map[Authorization:[Bearer s3cr3t]] sent")]
    [InlineData("Authorization: Basic s3cr3t==")]
    [InlineData("error=\"token=\\\"s3cr3t\\\" refused\"")]
    [InlineData("{\"password\":\"s3cr3t\",\"a\":1}")]
    [InlineData("{\\\"identitytoken\\\":\\\"s3cr3t\\\"}")]
    [InlineData("GET https://r.example/x?X-Amz-Signature=s3cr3t&a=1")]
    [InlineData("GET https://r.example/x?sig=s3cr3t&a=1")]
    [InlineData("REGISTRY_PASSWORD=s3cr3t in the environment")]
    [InlineData("auth: s3cr3t")]
    [InlineData("api_key = s3cr3t")]
    [InlineData("Set-Cookie: s3cr3t")]
    [InlineData("jwt eyJhbGciOiJI.eyJzdWIiOiIxMjM.s3cr3t end")]
    [InlineData("ghp_s3cr3ts3cr3ts3cr3t")]
    public void Show_Secret_IsTakenOut(string text)
    {
        Assert.DoesNotContain("s3cr3t", LogSecrets.Show(text), StringComparison.Ordinal);
        Assert.Contains("********", LogSecrets.Show(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Show_LineWithoutSecrets_StaysReadable()
    {
        const string Line = """level=error msg="RunPodSandbox failed" error="failed to pull https://registry.example/v2/a: author basic-os 401 Unauthorized" """;
        Assert.Equal(Line, LogSecrets.Show(Line));
    }

    [Fact]
    public void Show_AnyText_IsOneShortLine() => Gen.String[0, 3000].Sample(text =>
        LogSecrets.Show(text) is { } shown && shown.Length <= LogSecrets.ShownLimit + 1 && !shown.Any(char.IsControl));

    [Fact]
    public void Show_SecretAtTheCut_LeavesNoPartOfIt() => Gen.Int[0, LogSecrets.ShownLimit].Sample(at =>
        !LogSecrets.Show($"{new string('x', at)} token=s3cr3ts3cr3t").Contains("s3", StringComparison.Ordinal));
}
