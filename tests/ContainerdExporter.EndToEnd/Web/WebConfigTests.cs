using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.Hosting;
using ContainerdExporter.TestCertificates;

namespace ContainerdExporter.EndToEnd.Web;

/// <summary>Doors that are shut, and who has the key.</summary>
public sealed class WebConfigTests(SecuredNode node) : IClassFixture<SecuredNode>
{
    private const string InForce = "containerd_exporter_web_config_last_reload_successful";

    private static readonly string Users = $"basic_auth_users: {{scraper: {Hash("sesame", 10)}}}";

    [Fact]
    public async Task Handshake_OutsideOfTheVersions_IsRefused()
    {
        node.Configure($"{SecuredNode.Tls}, min_version: TLS13}}");
        Assert.Null(await node.HandshakeAsync(SslProtocols.Tls12));
        Assert.Equal(SslProtocols.Tls13, (await node.HandshakeAsync(SslProtocols.None))?.Protocol);

        node.Configure($"{SecuredNode.Tls}, max_version: TLS12, cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]}}");
        Assert.Null(await node.HandshakeAsync(SslProtocols.Tls13));
        Assert.Equal((SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256), await node.HandshakeAsync(SslProtocols.None));
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task Http2_AsConfigured_IsSpokenOrNot(bool http2, int major)
    {
        node.Configure($"{SecuredNode.Tls}}}\nhttp_server_config: {{http2: {(http2 ? "true" : "false")}}}");
        using var client = node.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "metrics") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(major, response.Version.Major);
    }

    [Fact]
    public async Task Password_WrongOrMissing_IsAskedFor()
    {
        node.Configure($"{SecuredNode.Tls}}}\n{Users}");

        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync(login: "scraper:sesame"));
        Assert.All(
            [await node.StatusAsync(), await node.StatusAsync(login: "scraper:open"), await node.StatusAsync(login: "stranger:sesame"), await node.StatusAsync("runbooks/ContainerdDown"), await node.StatusAsync("no-such-page")],
            status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("-/healthy"));
        using var client = node.Client();
        using var response = await client.GetAsync("metrics");
        Assert.Equal("Basic", response.Headers.WwwAuthenticate.ToString());

        node.Configure($"{SecuredNode.Tls}}}\nbasic_auth_users: {{scraper: {Hash("changed", 4)}}}");
        Assert.Equal(HttpStatusCode.Unauthorized, await node.StatusAsync(login: "scraper:sesame"));
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync(login: "scraper:changed"));
    }

    /// <summary>Who has an account must not be told by a stopwatch.</summary>
    [Fact]
    public async Task Password_OfUnknownUser_TakesAsLongAsThatOfAKnownOne()
    {
        node.Configure($"{SecuredNode.Tls}}}\nbasic_auth_users: {{scraper: {Hash("sesame", 11)}}}");
        var known = await MedianAsync(guess => $"scraper:{guess}");
        var unknown = await MedianAsync(guess => $"stranger:{guess}");

        TestContext.Current.TestOutputHelper?.WriteLine($"known user {known.TotalMilliseconds:0} ms, unknown user {unknown.TotalMilliseconds:0} ms");
        Assert.InRange(unknown / known, 0.5, 2);
    }

    [Fact]
    public async Task Headers_AsConfigured_AreSent()
    {
        node.Configure($"{SecuredNode.Tls}}}\nhttp_server_config: {{headers: {{X-Frame-Options: deny, Strict-Transport-Security: max-age=60}}}}");
        using var client = node.Client();
        using var response = await client.GetAsync("metrics");

        Assert.Equal(["deny"], response.Headers.GetValues("X-Frame-Options"));
        Assert.Equal(["max-age=60"], response.Headers.GetValues("Strict-Transport-Security"));
    }

    [Fact]
    public async Task ClientCertificate_Required_LetsInWhoHasASignedOneWithAnAllowedName()
    {
        using var scraper = Certificates.Leaf(node.ClientAuthority, names: names => names.AddDnsName("prometheus"));
        using var other = Certificates.Leaf(node.ClientAuthority, names: names => names.AddDnsName("grafana"));
        using var stranger = Certificates.Leaf(names: names => names.AddDnsName("prometheus"));
        const string Required = $"{SecuredNode.Tls}, client_auth_type: RequireAndVerifyClientCert, client_ca_file: clients.crt";

        node.Configure($"{Required}}}");
        Assert.Null(await node.StatusAsync());
        Assert.Null(await node.StatusAsync(certificate: stranger));
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync(certificate: scraper));
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync(certificate: other));

        node.Configure($"{Required}, client_allowed_sans: [prometheus]}}");
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync(certificate: scraper));
        Assert.Null(await node.StatusAsync(certificate: other));
        Assert.Null(await node.StatusAsync(certificate: stranger));
    }

    /// <summary>systemd's watchdog asks so: a server that refuses its handshake lives.</summary>
    [Theory]
    [InlineData("}")]
    [InlineData(", client_auth_type: RequireAndVerifyClientCert, client_ca_file: clients.crt}")]
    [InlineData(", max_version: TLS12, client_auth_type: RequireAndVerifyClientCert, client_ca_file: clients.crt}")]
    public async Task OwnRequest_ThroughTls_IsAnswered(string rest)
    {
        node.Configure($"{SecuredNode.Tls}{rest}\n{Users}");
        using var own = new OwnRequest($"https://{node.Node.Instance}");

        await own.SendAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task RateLimit_Exceeded_RefusesAllButTheExportersHealth()
    {
        node.Configure($"{SecuredNode.Tls}}}\nrate_limit: {{interval: 1h, burst: 2}}");

        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("metrics"));
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync(""));
        Assert.Equal(HttpStatusCode.TooManyRequests, await node.StatusAsync("metrics"));
        Assert.Equal(HttpStatusCode.OK, await node.StatusAsync("-/healthy"));
    }

    [Fact]
    public async Task Reload_OfBrokenFile_KeepsTheOldOneAndSaysSo()
    {
        node.Configure($"{SecuredNode.Tls}}}\n{Users}");
        Assert.Equal(1, await InForceAsync());

        node.Configure("tls_server_config: {cert_file: no-such.crt, key_file: server.key}\n");
        Assert.Equal(0, await InForceAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await node.StatusAsync());
        Assert.Contains("no-such.crt", node.Log, StringComparison.Ordinal);

        node.Configure($"{SecuredNode.Tls}}}\n{Users}");
        Assert.Equal(1, await InForceAsync());
    }

    [Fact]
    public async Task Prometheus_WithAuthorityAndPassword_ScrapesIt()
    {
        node.Configure($"{SecuredNode.Tls}, min_version: TLS13}}\n{Users}");
        await using var prometheus = await SecurePrometheus.StartAsync(node, "scraper", "sesame");

        await Eventually.HoldsAsync("Prometheus scrapes over TLS with a password", TimeSpan.FromSeconds(20), prometheus.HasScrapedAsync, () => prometheus.Log);
    }

    /// <summary>.NET would end the process with a core dump.</summary>
    [Fact]
    public async Task Start_WithoutOpenSsl_SaysWhatIsMissing()
    {
        await using var bare = await TestNode.CreateAsync();
        bare.Write("/etc/containerd-exporter/web.yml", Users);
        var library = (await bare.RunAsync("sh", "-c", "ldconfig -p | sed -n 's/.*=> \\(.*libssl\\.so\\.3\\)$/\\1/p'")).Trim();
        await bare.RunAsync("mount", "--bind", "/dev/null", library);

        var refused = await bare.TryRunAsync(await PublishedExporter.PathAsync(), "--web.config.file=/etc/containerd-exporter/web.yml");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("need OpenSSL's libssl.so.3, which is not here", Assert.Single(refused.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private async Task<double> InForceAsync()
    {
        using var client = node.Client(login: "scraper:sesame");
        return Scrape.Parse(await client.GetStringAsync("metrics")).Samples[InForce];
    }

    private async Task<TimeSpan> MedianAsync(Func<int, string> login)
    {
        var times = new List<TimeSpan>();
        for (var guess = 0; guess < 5; guess++)
        {
            var start = Stopwatch.GetTimestamp();
            Assert.Equal(HttpStatusCode.Unauthorized, await node.StatusAsync(login: login(guess)));
            times.Add(Stopwatch.GetElapsedTime(start));
        }

        return times.Order().ElementAt(2);
    }

    private static string Hash(string password, int cost) => BCrypt.Net.BCrypt.HashPassword(password, cost);
}
