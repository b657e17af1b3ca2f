using System.Net.Security;
using System.Security.Authentication;

namespace ContainerdExporter.Web.Config;

/// <summary>The names that the file format takes over from Go's crypto/tls.</summary>
internal static class TlsNames
{
    private static readonly TlsCipherSuite[] Known =
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
    ];

    private static readonly Dictionary<string, TlsCipherSuite> Suites = Known.ToDictionary(suite => suite.ToString(), StringComparer.Ordinal);

    /// <summary>Go lets nobody choose among these: where TLS 1.3 is on, all three are.</summary>
    public static readonly IReadOnlyList<TlsCipherSuite> OfTls13 = Known[..3];

    /// <summary>HTTP/2 demands one of them of whoever speaks TLS 1.2 (RFC 7540, 9.2.2).</summary>
    public static readonly IReadOnlyList<TlsCipherSuite> OfHttp2 =
        [TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256];

    public static TlsCipherSuite? Suite(string name) => Suites.TryGetValue(name, out var suite) ? suite : null;

    /// <summary>10 to 13; null for no version.</summary>
    public static int? Version(string name) => name switch
    {
        "TLS10" => 10,
        "TLS11" => 11,
        "TLS12" => 12,
        "TLS13" => 13,
        _ => null,
    };

    public static bool IsCurve(string name) => name is "CurveP256" or "CurveP384" or "CurveP521" or "X25519";

    public static ClientAuth? Policy(string name) => name switch
    {
        "" or "NoClientCert" => ClientAuth.NoClientCert,
        "RequestClientCert" => ClientAuth.RequestClientCert,
        "RequireAnyClientCert" or "RequireClientCert" => ClientAuth.RequireAnyClientCert,
        "VerifyClientCertIfGiven" => ClientAuth.VerifyClientCertIfGiven,
        "RequireAndVerifyClientCert" => ClientAuth.RequireAndVerifyClientCert,
        _ => null,
    };

    /// <summary>All versions from one to another; the operator who names an old one gets it, if OpenSSL still has it.</summary>
    public static SslProtocols Between(int lowest, int highest)
    {
#pragma warning disable SYSLIB0039, CA5397 // Old versions are what the file asks for.
        (int Version, SslProtocols Protocol)[] all = [(10, SslProtocols.Tls), (11, SslProtocols.Tls11), (12, SslProtocols.Tls12), (13, SslProtocols.Tls13)];
#pragma warning restore SYSLIB0039, CA5397
        return all.Where(each => each.Version >= lowest && each.Version <= highest).Aggregate(SslProtocols.None, (sum, each) => sum | each.Protocol);
    }
}
