using System.Net.Security;
using System.Security.Authentication;
using ContainerdExporter.Web.Config;

namespace ContainerdExporter.Tests.Web.Config;

public sealed class WebConfigParserTests
{
    private const string Tls = "tls_server_config:\n  cert_file: server.crt\n  key_file: /keys/server.key\n";

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    [InlineData("tls_server_config:\nbasic_auth_users: ~\n")]
    [InlineData("tls_server_config: {min_version: TLS13}")]
    public void Parse_NothingAsked_IsPlainHttpForAll(string text)
    {
        var config = WebConfigParser.Parse(text, "/etc");

        Assert.Null(config.Tls);
        Assert.Empty(config.Users);
        Assert.Null(config.RateLimit);
    }

    [Fact]
    public void Parse_Paths_AreRelativeToTheFile()
    {
        var tls = WebConfigParser.Parse(Tls, "/etc/exporter").Tls!;

        Assert.Equal(["/etc/exporter/server.crt", "/keys/server.key"], tls.Files);
        Assert.Equal(SslProtocols.Tls12 | SslProtocols.Tls13, tls.Protocols);
        Assert.Null(tls.CipherSuites);
    }

    [Theory]
    [InlineData("TLS12", "TLS12", SslProtocols.Tls12)]
    [InlineData("TLS13", "TLS13", SslProtocols.Tls13)]
    public void Parse_Versions_AreTheRange(string lowest, string highest, SslProtocols expected) =>
        Assert.Equal(expected, WebConfigParser.Parse($"{Tls}  min_version: {lowest}\n  max_version: {highest}\n", "/").Tls!.Protocols);

    /// <summary>As in Go, where the suites of TLS 1.3 cannot be chosen.</summary>
    [Fact]
    public void Parse_CipherSuites_KeepThoseOfTls13()
    {
        var tls = WebConfigParser.Parse($"{Tls}  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]\n", "/").Tls!;

        Assert.Equal(4, tls.CipherSuites!.Count);
        Assert.Contains(TlsCipherSuite.TLS_AES_256_GCM_SHA384, tls.CipherSuites);
    }

    [Fact]
    public void Parse_Aliases_StandForWhatTheyName()
    {
        var config = WebConfigParser.Parse("tls_server_config:\n  cert_file: &both both.pem\n  key_file: *both\n", "/etc");

        Assert.Equal(["/etc/both.pem", "/etc/both.pem"], config.Tls!.Files);
    }

    [Theory]
    [InlineData("1s", 1)]
    [InlineData("1m30s", 90)]
    [InlineData("1.5h", 5400)]
    [InlineData("2000000000", 2)]
    public void Parse_RateLimit_TakesGoDurations(string interval, double seconds) =>
        Assert.Equal(new RateLimit(TimeSpan.FromSeconds(seconds), 3), WebConfigParser.Parse($"rate_limit: {{interval: {interval}, burst: 3}}", "/").RateLimit);

    [Theory]
    [InlineData("0")]
    [InlineData("-1s")]
    public void Parse_RateLimitWithoutInterval_IsNone(string interval) =>
        Assert.Null(WebConfigParser.Parse($"rate_limit: {{interval: {interval}, burst: 3}}", "/").RateLimit);

    [Fact]
    public void Parse_HeaderInABlock_LosesItsLineBreak() =>
        Assert.Equal("default-src 'self'", WebConfigParser.Parse("http_server_config:\n  headers:\n    Content-Security-Policy: |\n      default-src 'self'\n", "/").Headers["Content-Security-Policy"]);

    [Theory]
    [InlineData("[]", "mapping")]
    [InlineData("a: [", "YAML")]
    [InlineData("tls_server_config: x", "mapping")]
    [InlineData("basic_auth_users: {alice: secret-of-alice}", "the password of alice is no bcrypt hash")]
    [InlineData("rate_limit: {interval: soon}", "duration")]
    [InlineData("rate_limit: {burst: many}", "whole number")]
    [InlineData("http_server_config: {http2: maybe}", "true or false")]
    [InlineData("http_server_config: {http2: 'true'}", "true or false")]
    [InlineData("a: &x [*x]", "names nothing")]
    [InlineData("a: [[[[[[[[[[[[1]]]]]]]]]]]]", "too deeply")]
    [InlineData("rate_limit: {burst: 1, burst: 2}", "twice")]
    [InlineData("http_server_config: {headers: {Content-Security-Policy: \"a\\u0001b\"}}", "printable")]
    public void Parse_Unusable_SaysWhyInOneLineWithoutSecrets(string text, string why)
    {
        var message = Assert.Throws<WebConfigException>(() => WebConfigParser.Parse(text, "/")).Message;

        Assert.Contains(why, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }
}
