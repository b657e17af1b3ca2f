namespace ContainerdExporter.SupportBundle.Redaction;

/// <summary>Names whose values are nobody's business, wherever they stand: in a configuration, on a command line, in a log.</summary>
internal static class SecretNames
{
    /// <summary>A part of the name is enough: <c>AWS_SECRET_ACCESS_KEY</c>, <c>identitytoken</c>, <c>registry-password</c>.</summary>
    public const string Pattern = "passw|passphrase|secret|token|credential|authorization|api[-_]?key|access[-_]?key|private[-_]?key|cookie|signature";

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
