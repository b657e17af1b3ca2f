using System.Text.RegularExpressions;

namespace ContainerdExporter.Diagnosis;

/// <summary>
/// Takes out of a text what has the shape of a secret: credentials of URLs, headers, values whose name speaks of a secret, tokens and
/// private keys. What it is not sure of it takes out; a secret without a name and without a shape cannot be told from other words.
/// </summary>
internal static partial class SecretShapes
{
    public const string Mask = "********";

    /// <summary>A part of the name is enough: <c>AWS_SECRET_ACCESS_KEY</c>, <c>identitytoken</c>, <c>registry-password</c>.</summary>
    private const string Names =
        @"passw|passphrase|secret|token|credential|authorization|api[-_]?key|access[-_]?key|private[-_]?key|cookie|signature|\bsig\b|\bauth\b";

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <exception cref="RegexMatchTimeoutException">The text is made to take long.</exception>
    public static string Hide(string text)
    {
        var hidden = PrivateKey().Replace(text, Mask);
        hidden = UserInUrl().Replace(hidden, $"://{Mask}@");
        hidden = NamedValue().Replace(hidden, $"${{kept}}{Mask}");
        hidden = FlagValue().Replace(hidden, $"${{kept}}{Mask}");
        hidden = Scheme().Replace(hidden, $"${{kept}} {Mask}");
        return Token().Replace(hidden, Mask);
    }

    [GeneratedRegex(@"-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----.*?(-----END [A-Z ]{0,32}PRIVATE KEY-----|\z)", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PrivateKey();

    /// <summary>Up to the last @ before the path: a password may hold one.</summary>
    [GeneratedRegex(@"://[^/\s?#""'\\]{1,512}@", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserInUrl();

    /// <summary>name=value, name: value, "name":"value", also within Go's and JSON's quotes, and in a URL's query.</summary>
    [GeneratedRegex(
        $@"(?<kept>({Names})[\w.-]{{0,64}}\\*[""']?\s{{0,3}}([=:]|%3[ad])\s{{0,3}}\\*[""'\[]?((basic|bearer|digest|negotiate)\s+)?)[^\s""'\\&,;}})\]]+",
        Options,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedValue();

    /// <summary>--name value, on a command line.</summary>
    [GeneratedRegex($@"(?<kept>(?<=(^|\s)--?[\w.-]{{0,64}})({Names})[\w.-]{{0,64}} )[^\s""',;&\\-][^\s""',;&\\]*", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FlagValue();

    [GeneratedRegex(@"\b(?<kept>basic|bearer|digest|negotiate|aws4-hmac-sha256)\s+[a-z0-9._~+/=-]{8,}", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scheme();

    /// <summary>JSON Web Tokens, and the tokens of the large clouds and forges by their first letters.</summary>
    [GeneratedRegex(
        @"\beyJ[\w-]{8,}(\.[\w-]+){0,2}|\b(gh[pousr]_|github_pat_|glpat-|xox[abprs]-|AKIA|ASIA|AIza|dckr_pat_|npm_|sk-)[\w-]{12,}",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
