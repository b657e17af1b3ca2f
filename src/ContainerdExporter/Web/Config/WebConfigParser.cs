namespace ContainerdExporter.Web.Config;

/// <summary>
/// The file format of the Prometheus exporters' toolkit (its docs/web-configuration.md), with the same verdict on each file but where
/// the file asks for what could not be kept: then it is refused instead of half obeyed.
/// </summary>
internal static class WebConfigParser
{
    /// <summary>Reads and checks all but the files that the text names.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="folder">What relative paths are relative to.</param>
    /// <exception cref="WebConfigException">The text is not a usable configuration.</exception>
    public static WebConfig Parse(string text, string folder)
    {
        var config = new WebConfig();
        TlsSection? tls = null;
        foreach (var (name, value) in Fields("the configuration", YamlDocument.Parse(text)))
        {
            switch (name)
            {
                case "tls_server_config":
                    tls = TlsSection.Parse(Fields(name, value), folder);
                    break;
                case "http_server_config":
                    config = ParseHttp(config, Fields(name, value));
                    break;
                case "basic_auth_users":
                    config = config with { Users = Fields(name, value).ToDictionary(user => user.Key, user => Hash(user.Key, user.Value), StringComparer.Ordinal) };
                    break;
                case "rate_limit":
                    config = config with { RateLimit = ParseRateLimit(Fields(name, value)) };
                    break;
                default:
                    throw Unknown(name, value);
            }
        }

        return config with { Tls = tls?.Check(config.Http2) };
    }

    public static WebConfigException Unknown(string name, YamlValue value) => new($"line {value.Line}: unknown field {name}");

    private static IReadOnlyList<KeyValuePair<string, YamlValue>> Fields(string name, YamlValue? value) => value switch
    {
        null or YamlText { IsNothing: true } => [],
        YamlMap map => map.Fields,
        _ => throw ScalarReader.Wrong(name, value, "a mapping"),
    };

    private static WebConfig ParseHttp(WebConfig config, IReadOnlyList<KeyValuePair<string, YamlValue>> fields)
    {
        foreach (var (name, value) in fields)
        {
            config = name switch
            {
                "http2" => config with { Http2 = ScalarReader.Switch(name, value) },
                "headers" => config with { Headers = Fields(name, value).ToDictionary(header => header.Key, Header, StringComparer.Ordinal) },
                _ => throw Unknown(name, value),
            };
        }

        return config;
    }

    /// <summary>Only those that concern security, and where a header has a closed set of values, only these.</summary>
    private static string Header(KeyValuePair<string, YamlValue> header)
    {
        var (name, value) = header;
        var text = ScalarReader.Text(name, value);
        string[]? allowed = name switch
        {
            "Strict-Transport-Security" or "X-XSS-Protection" or "Content-Security-Policy" => null,
            "X-Content-Type-Options" => ["nosniff"],
            "X-Frame-Options" => ["deny", "sameorigin"],
            _ => throw new WebConfigException($"line {value.Line}: the header {name} cannot be set"),
        };
        if (allowed is not null && !allowed.Contains(text, StringComparer.Ordinal))
        {
            throw ScalarReader.Wrong(name, value, string.Join(" or ", allowed));
        }

        // A block of YAML ends with a line break.
        text = text.ReplaceLineEndings(" ").Trim();
        return text.All(c => c is >= ' ' and <= '~') ? text : throw ScalarReader.Wrong(name, value, "printable ASCII");
    }

    private static string Hash(string user, YamlValue value)
    {
        var hash = ScalarReader.Text(user, value);
        return BcryptHash.IsWellFormed(hash) ? hash : throw new WebConfigException($"line {value.Line}: the password of {user} is no bcrypt hash");
    }

    private static RateLimit? ParseRateLimit(IReadOnlyList<KeyValuePair<string, YamlValue>> fields)
    {
        var limit = new RateLimit(TimeSpan.Zero, 0);
        foreach (var (name, value) in fields)
        {
            limit = name switch
            {
                "interval" => limit with { Interval = ScalarReader.Duration(name, value) },
                "burst" => limit with { Burst = ScalarReader.Number(name, value) },
                _ => throw Unknown(name, value),
            };
        }

        return limit.Interval > TimeSpan.Zero ? limit : null;
    }
}
