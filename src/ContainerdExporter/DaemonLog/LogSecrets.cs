using System.Text.RegularExpressions;

namespace ContainerdExporter.DaemonLog;

/// <summary>Keeps credentials out of the lines that are shown: of URLs, headers, tokens and signed addresses. What it is not sure of it takes out.</summary>
internal static partial class LogSecrets
{
    /// <summary>Characters of a line that are shown.</summary>
    public const int ShownLimit = 400;

    private const string Mask = "********";

    /// <summary>The line as it may be shown: on one line, without secrets, and short.</summary>
    public static string Show(string text)
    {
        string shown;
        try
        {
            shown = UserInfo().Replace(text, $"://{Mask}@");
            shown = Scheme().Replace(shown, $"${{scheme}} {Mask}");
            shown = Key().Replace(shown, $"${{key}}{Mask}");
            shown = Token().Replace(shown, Mask);
        }
        catch (RegexMatchTimeoutException)
        {
            return Mask;
        }

        return OneLine(shown.Length > ShownLimit ? $"{Cut(shown)}…" : shown);
    }

    /// <summary>No half of a surrogate pair is left.</summary>
    private static string Cut(string text) => text[..(char.IsHighSurrogate(text[ShownLimit - 1]) ? ShownLimit - 1 : ShownLimit)];

    private static string OneLine(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsControl(source[i]) ? ' ' : source[i];
        }
    });

    [GeneratedRegex(@"://[^/\s""'\\]{1,512}@", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"\b(?<scheme>bearer|basic|negotiate|digest|aws4-hmac-sha256)\s+[^\s""\\,;]{4,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Scheme();

    /// <summary>A key whose name speaks of a secret, up to the end of its value; also within Go's and JSON's quotes, and in a URL's query.</summary>
    [GeneratedRegex(
        @"(?<key>(?:passw|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|authorization|credential|signature|cookie|\bsig\b|\bauth\b)[\w.-]*\\*[""']?\s*(?:[=:]|%3[aAdD])\s*\\*[""']?)[^\s""'\\&,;})\]]+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 100)]
    private static partial Regex Key();

    /// <summary>JSON Web Tokens, and the tokens of the large clouds and forges by their first letters.</summary>
    [GeneratedRegex(@"\beyJ[\w-]{8,}(?:\.[\w-]+){0,2}|\b(?:gh[pousr]_|github_pat_|glpat-|AKIA|ASIA|xox[abp]-|dckr_pat_)[\w-]{8,}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Token();
}
