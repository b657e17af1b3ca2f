namespace ContainerdExporter.SupportBundle.Redaction;

/// <summary>Names of a configuration whose values are nobody's business.</summary>
internal static class SecretNames
{
    /// <summary>A part of the name is enough.</summary>
    private static readonly string[] Parts =
        ["passw", "passphrase", "secret", "token", "credential", "auth", "apikey", "accesskey", "privatekey", "cookie", "signature", "username"];

    /// <summary>Whole names of containerd's configuration: what programs are started with, and headers.</summary>
    private static readonly string[] Names = ["env", "args", "header", "headers", "auths"];

    public static bool Contains(string name)
    {
        var plain = name.Replace("_", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal);
        return Names.Contains(name, StringComparer.OrdinalIgnoreCase) || Parts.Any(part => plain.Contains(part, StringComparison.OrdinalIgnoreCase));
    }
}
