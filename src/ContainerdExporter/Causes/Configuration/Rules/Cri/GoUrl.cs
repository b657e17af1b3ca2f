namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>What Go's url.Parse refuses of a registry's name.</summary>
internal static class GoUrl
{
    public static bool CanParse(string url)
    {
        if (url.Any(c => c < ' ' || c == 0x7f))
        {
            return false;
        }

        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            // host:port without a scheme: a first part with a colon that is no scheme.
            var colon = url.IndexOf(':', StringComparison.Ordinal);
            var slash = url.IndexOf('/', StringComparison.Ordinal);
            var isScheme = colon > 0 && char.IsAsciiLetter(url[0]) && url[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.');
            return colon != 0 && (colon < 0 || isScheme || (slash >= 0 && slash < colon)) && AreEscapesValid(url);
        }

        var authority = url[(scheme + 3)..].Split('/', '?', '#')[0];
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        var port = host.LastIndexOf(':') is var at && at > host.LastIndexOf(']') ? host[(at + 1)..] : string.Empty;
        return scheme > 0 && char.IsAsciiLetter(url[0]) && !host.Contains(' ', StringComparison.Ordinal) && port.All(char.IsAsciiDigit) && AreEscapesValid(url);
    }

    private static bool AreEscapesValid(string url)
    {
        for (var i = url.IndexOf('%', StringComparison.Ordinal); i >= 0; i = url.IndexOf('%', i + 1))
        {
            if (i + 2 >= url.Length || !char.IsAsciiHexDigit(url[i + 1]) || !char.IsAsciiHexDigit(url[i + 2]))
            {
                return false;
            }
        }

        return true;
    }
}
