using System.Net.Security;
using System.Security.Authentication;

namespace ContainerdExporter.Web.Config;

/// <summary>A web configuration file of the Prometheus exporters, checked as far as text can be.</summary>
internal sealed record WebConfig
{
    /// <summary>Null for plain HTTP.</summary>
    public TlsConfig? Tls { get; init; }

    /// <summary>Whether clients may speak HTTP/2, over TLS.</summary>
    public bool Http2 { get; init; } = true;

    /// <summary>For each response.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>bcrypt hashes by user; none for no authentication.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Null for no limit.</summary>
    public RateLimit? RateLimit { get; init; }
}

/// <summary>At most <paramref name="Burst"/> requests at once, and one more with each interval.</summary>
internal sealed record RateLimit(TimeSpan Interval, int Burst);

/// <summary>What a client must show of itself in the TLS handshake: Go's <c>tls.ClientAuthType</c>.</summary>
internal enum ClientAuth
{
    NoClientCert,
    RequestClientCert,
    RequireAnyClientCert,
    VerifyClientCertIfGiven,
    RequireAndVerifyClientCert,
}

/// <summary>PEM text from the configuration itself, or the path of a file that has it.</summary>
internal sealed record PemSource(string? Text, string? Path);

/// <summary>The section <c>tls_server_config</c>.</summary>
internal sealed record TlsConfig
{
    public required PemSource Certificate { get; init; }

    public required PemSource Key { get; init; }

    /// <summary>Who may sign clients' certificates; null for the system's authorities.</summary>
    public PemSource? ClientAuthorities { get; init; }

    public ClientAuth ClientAuth { get; init; }

    /// <summary>A client's certificate must have one of these names; null for any.</summary>
    public IReadOnlyList<string>? ClientAllowedNames { get; init; }

    public SslProtocols Protocols { get; init; }

    /// <summary>Null for OpenSSL's own choice.</summary>
    public IReadOnlyList<TlsCipherSuite>? CipherSuites { get; init; }

    /// <summary>The files that it is made of, besides the configuration.</summary>
    public IEnumerable<string> Files => new[] { Certificate.Path, Key.Path, ClientAuthorities?.Path }.OfType<string>();
}
