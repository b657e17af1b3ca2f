namespace ContainerdExporter.Causes.Configuration;

/// <summary>Keeps credentials out of everything that is printed: passwords, tokens, headers and the environment of programs.</summary>
internal static class SecretText
{
    private const string Mask = "********";

    private static readonly string[] SecretKeys =
        ["password", "auth", "identitytoken", "username", "token", "secret", "authorization", "env", "args", "tls_key", "tcp_tls_key", "key_file", "tls_key_file"];

    private static readonly string[] SecretTables = [".auth", ".auths", "headers", "\"auths\"", "'auths'"];

    /// <summary>A line as it may be shown: of a secret one only the key is left.</summary>
    public static string Show(string text, int line)
    {
        var shown = LineOf(text, line);
        if (!IsSecretLine(text, line))
        {
            return shown;
        }

        var equals = EndOfKey(shown);
        return equals < 0 ? Mask : $"{shown[..equals]}= {Mask}";
    }

    public static bool IsSecretLine(string text, int line)
    {
        var shown = LineOf(text, line).Trim();
        if (shown.StartsWith('['))
        {
            return shown.Contains('@', StringComparison.Ordinal); // A registry's URL may hold a user and a password.
        }

        if (shown.Length == 0 || shown.StartsWith('#'))
        {
            return shown.Contains('=', StringComparison.Ordinal); // A secret that was commented out is still one.
        }

        // What is not "key = value" may be the inside of a value whose key is further up.
        if (EndOfKey(shown) <= 0)
        {
            return true;
        }

        return HasSecretKey(shown) || IsInSecretTable(text, line);
    }

    /// <summary>The equals sign behind the key; one between quotes belongs to a value, as in a list of NAME=value. Negative without one.</summary>
    private static int EndOfKey(string line)
    {
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '=' when quote == '\0':
                    return i;
                case '\\' when quote == '"':
                    i++;
                    break;
                case '"' or '\'' when quote == '\0' || quote == line[i]:
                    quote = quote == '\0' ? line[i] : '\0';
                    break;
            }
        }

        return -1;
    }

    /// <summary>Anywhere in the line: inline tables hold several keys.</summary>
    private static bool HasSecretKey(string line)
    {
        for (var equals = line.IndexOf('=', StringComparison.Ordinal); equals >= 0; equals = line.IndexOf('=', equals + 1))
        {
            var key = line[..equals].TrimEnd().TrimEnd('"', '\'');
            var start = key.LastIndexOfAny([' ', '\t', '.', '{', ',', '"', '\'']) + 1;
            if (SecretKeys.Contains(key[start..], StringComparer.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return line.Contains("://", StringComparison.Ordinal) && line.Contains('@', StringComparison.Ordinal);
    }

    private static bool IsInSecretTable(string text, int line)
    {
        for (var above = line - 1; above > 0; above--)
        {
            var header = LineOf(text, above).Trim();
            if (header.StartsWith('['))
            {
                return SecretTables.Any(name => header.Contains(name, StringComparison.OrdinalIgnoreCase));
            }
        }

        return false;
    }

    private static string LineOf(string text, int line)
    {
        var lines = text.AsSpan().EnumerateLines();
        foreach (var one in lines)
        {
            if (--line == 0)
            {
                return one.ToString();
            }
        }

        return string.Empty;
    }
}
