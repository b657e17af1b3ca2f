using System.Net.Security;

namespace ContainerdExporter.Web.Config;

/// <summary>The section <c>tls_server_config</c> as it is written.</summary>
internal sealed class TlsSection
{
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly string folder;
    private int lowest = 12;
    private int highest = 13;
    private ClientAuth clientAuth;
    private List<TlsCipherSuite> suites = [];
    private List<string>? allowedNames;

    private TlsSection(string folder) => this.folder = folder;

    public static TlsSection Parse(IReadOnlyList<KeyValuePair<string, YamlValue>> fields, string folder)
    {
        var section = new TlsSection(folder);
        foreach (var (name, value) in fields)
        {
            section.Read(name, value);
        }

        return section;
    }

    /// <summary>The whole, once all is known; null when nothing asks for TLS.</summary>
    public TlsConfig? Check(bool http2)
    {
        string[] askForTls = ["cert", "cert_file", "key", "key_file", "client_ca", "client_ca_file", "client_auth_type"];
        if (!askForTls.Any(texts.ContainsKey))
        {
            return null;
        }

        var authorities = Source("client_ca");
        if (authorities is not null && clientAuth == ClientAuth.NoClientCert)
        {
            throw new WebConfigException("client_ca_file without a client_auth_type that asks for certificates");
        }

        if (allowedNames is not null && clientAuth == ClientAuth.NoClientCert)
        {
            throw new WebConfigException("client_allowed_sans without a client_auth_type that asks for certificates would let everybody in");
        }

        if (lowest > highest)
        {
            throw new WebConfigException("min_version is above max_version: no client could connect");
        }

        if (http2 && lowest < 13 && suites.Count > 0 && !suites.Intersect(TlsNames.OfHttp2).Any())
        {
            throw new WebConfigException($"HTTP/2 needs one of the cipher suites {string.Join(" and ", TlsNames.OfHttp2)}; add it, or set http2: false");
        }

        return new TlsConfig
        {
            Certificate = Source("cert") ?? throw new WebConfigException("cert_file is missing"),
            Key = Source("key") ?? throw new WebConfigException("key_file is missing"),
            ClientAuthorities = authorities,
            ClientAuth = clientAuth,
            ClientAllowedNames = allowedNames,
            Protocols = TlsNames.Between(lowest, highest),
            CipherSuites = suites.Count == 0 ? null : [.. suites.Union(highest == 13 ? TlsNames.OfTls13 : [])],
        };
    }

    private void Read(string name, YamlValue value)
    {
        switch (name)
        {
            case "cert" or "cert_file" or "key" or "key_file" or "client_ca" or "client_ca_file" or "client_auth_type":
                var text = ScalarReader.Text(name, value);
                if (text.Length > 0)
                {
                    texts[name] = text;
                }

                clientAuth = name == "client_auth_type" ? TlsNames.Policy(text) ?? throw ScalarReader.Wrong(name, value, "one of Go's ClientAuthType") : clientAuth;
                break;
            case "client_allowed_sans":
                allowedNames = [.. Items(name, value).Select(item => ScalarReader.Text(name, item))];
                break;
            case "min_version":
                lowest = Version(name, value) ?? lowest;
                break;
            case "max_version":
                highest = Version(name, value) ?? highest;
                break;
            case "cipher_suites":
                suites = [.. Items(name, value).Select(item => TlsNames.Suite(ScalarReader.Text(name, item)) ?? throw ScalarReader.Wrong(name, item, "a cipher suite of Go's crypto/tls"))];
                break;
            case "curve_preferences":
                CheckCurves(name, value);
                break;
            case "prefer_server_cipher_suites":
                _ = ScalarReader.Switch(name, value); // Go ignores it since 1.17; OpenSSL goes by the server's order.
                break;
            default:
                throw WebConfigParser.Unknown(name, value);
        }
    }

    private static void CheckCurves(string name, YamlValue value)
    {
        var items = Items(name, value);
        if (items.FirstOrDefault(item => !TlsNames.IsCurve(ScalarReader.Text(name, item))) is { } wrong)
        {
            throw ScalarReader.Wrong(name, wrong, "a curve of Go's crypto/tls");
        }

        if (items.Count > 0)
        {
            throw new WebConfigException($"line {value.Line}: {name} cannot be kept: .NET leaves the curves to OpenSSL, whose own configuration sets them (Groups in openssl.cnf)");
        }
    }

    private static int? Version(string name, YamlValue value) => value is YamlText { IsNothing: true }
        ? null
        : TlsNames.Version(ScalarReader.Text(name, value)) ?? throw ScalarReader.Wrong(name, value, "TLS10, TLS11, TLS12 or TLS13");

    private static IReadOnlyList<YamlValue> Items(string name, YamlValue value) => value switch
    {
        YamlText { IsNothing: true } => [],
        YamlList list => list.Items,
        _ => throw ScalarReader.Wrong(name, value, "a list"),
    };

    /// <summary>A file wins over text.</summary>
    private PemSource? Source(string name) =>
        texts.TryGetValue($"{name}_file", out var path) ? new PemSource(null, Path.GetFullPath(path, folder))
        : texts.TryGetValue(name, out var text) ? new PemSource(text, null)
        : null;
}
