using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ContainerdExporter.TestCertificates;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>A node without containerd whose exporter has a web configuration with TLS; each test writes the one that it needs, and the exporter reads it.</summary>
public sealed class SecuredNode : IAsyncLifetime
{
    public const string ConfigPath = "/etc/containerd-exporter/web.yml";

    /// <summary>Server, key and client authority, which lie beside the configuration.</summary>
    public const string Tls = "tls_server_config: {cert_file: server.crt, key_file: server.key";

    private TestNode? node;
    private NodeProcess? process;

    public TestNode Node => node ?? throw new InvalidOperationException("not started");

    public string Log => process?.Log ?? "(never started)";

    public X509Certificate2 ClientAuthority { get; } = Certificates.Authority("scrapers");

    public string ServerCertificate { get; private set; } = string.Empty;

    public async ValueTask InitializeAsync()
    {
        node = await TestNode.CreateAsync();
        var (certificate, key) = Certificates.Server();
        ServerCertificate = certificate;
        Write("server.crt", certificate);
        Write("server.key", key);
        Write("clients.crt", ClientAuthority.ExportCertificatePem());
        Configure($"{Tls}}}");
        process = await node.StartAsync("exporter", [await PublishedExporter.PathAsync(), $"--web.config.file={ConfigPath}"]);
        using var client = Client();
        await Eventually.HoldsAsync("the exporter is ready", TimeSpan.FromSeconds(10), () => AnswersAsync(client), () => Log);
    }

    public void Configure(string text) => Write("web.yml", text);

    /// <summary>A client with connections of its own, which trusts any server.</summary>
    public HttpClient Client(X509Certificate2? certificate = null, string? login = null)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = TrustAnyServer,
                ClientCertificates = certificate is null ? null : [certificate],
                LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
            },
        };
        var client = new HttpClient(handler) { BaseAddress = new Uri($"https://{Node.Instance}/"), Timeout = TimeSpan.FromSeconds(20) };
        if (login is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));
        }

        return client;
    }

    /// <summary>The status of one request over a connection of its own; null when the connection was refused.</summary>
    public async Task<HttpStatusCode?> StatusAsync(string path = "metrics", X509Certificate2? certificate = null, string? login = null)
    {
        using var client = Client(certificate, login);
        try
        {
            using var response = await client.GetAsync(path);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>A handshake; null when the server refused it.</summary>
    public async Task<(SslProtocols Protocol, TlsCipherSuite Suite)?> HandshakeAsync(SslProtocols protocols)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(Node.Instance));
        await using var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                EnabledSslProtocols = protocols,
                RemoteCertificateValidationCallback = TrustAnyServer,
            });
            return (stream.SslProtocol, stream.NegotiatedCipherSuite);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (node is not null)
        {
            await node.DisposeAsync();
        }

        ClientAuthority.Dispose();
    }

#pragma warning disable CA5359 // Who the server is, is for Prometheus to check.
    private static readonly RemoteCertificateValidationCallback TrustAnyServer = (_, _, _, _) => true;
#pragma warning restore CA5359

    private void Write(string name, string text) => Node.Write($"/etc/containerd-exporter/{name}", text);

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync("-/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
