using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ContainerdExporter.Web.Config;

/// <summary>What a TLS handshake needs, loaded from the files that the configuration names.</summary>
internal sealed class ServerTls
{
    private static readonly List<SslApplicationProtocol> Http1 = [SslApplicationProtocol.Http11];
    private static readonly List<SslApplicationProtocol> Http1And2 = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    private readonly TlsConfig config;
    private readonly bool http2;
    private readonly SslStreamCertificateContext certificate;
    private readonly CipherSuitesPolicy? cipherSuites;
    private readonly ClientCertificates clients;

    /// <exception cref="WebConfigException">A file cannot be read, or does not hold what it should.</exception>
    public ServerTls(TlsConfig config, bool http2)
    {
        this.config = config;
        this.http2 = http2;
        certificate = LoadCertificate(config);
        cipherSuites = config.CipherSuites is null ? null : new CipherSuitesPolicy(config.CipherSuites);
        clients = new ClientCertificates(config.ClientAuth, LoadAuthorities(config.ClientAuthorities), config.ClientAllowedNames);
    }

    /// <summary>For one connection: Kestrel and SslStream may change what they get.</summary>
    public SslServerAuthenticationOptions Options() => new()
    {
        ServerCertificateContext = certificate,
        EnabledSslProtocols = config.Protocols,
        CipherSuitesPolicy = cipherSuites,
        ApplicationProtocols = http2 ? [.. Http1And2] : [.. Http1],
        ClientCertificateRequired = clients.AreAskedFor,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = (_, shown, chain, _) => clients.Judge(shown, chain),
    };

    private static SslStreamCertificateContext LoadCertificate(TlsConfig config)
    {
        var certificates = Read(config.Certificate, "cert_file");
        var key = Read(config.Key, "key_file");
        try
        {
            var own = X509Certificate2.CreateFromPem(certificates, key);
            var others = new X509Certificate2Collection();
            others.ImportFromPem(certificates);
            return SslStreamCertificateContext.Create(own, others, offline: true);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new WebConfigException("cert_file and key_file do not hold a certificate and its private key (RSA or ECDSA, in PEM, not encrypted)", e);
        }
    }

    private static X509Certificate2Collection? LoadAuthorities(PemSource? source)
    {
        if (source is null)
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(Read(source, "client_ca_file"));
        }
        catch (CryptographicException e)
        {
            throw new WebConfigException("client_ca_file does not hold certificates in PEM", e);
        }

        return authorities.Count > 0 ? authorities : throw new WebConfigException("client_ca_file holds no certificate: no client could connect");
    }

    private static string Read(PemSource source, string name) => source.Path is null ? source.Text! : ConfigText.Read(source.Path, name);
}
