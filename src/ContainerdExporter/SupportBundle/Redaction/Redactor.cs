using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace ContainerdExporter.SupportBundle.Redaction;

/// <summary>
/// Takes secrets out of text: those that are known, because a configuration names them, in every spelling; and what has the shape of
/// one. A secret without a name and without a shape cannot be told from other words.
/// </summary>
internal sealed partial class Redactor
{
    public const string Mask = "********";

    /// <summary>Shorter ones would take words out of everything; they are masked only where they stand.</summary>
    private const int ShortestKnown = 5;

    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <summary>From now on this is taken out wherever it is found.</summary>
    public void Learn(string secret)
    {
        foreach (var spelling in Spellings(secret).Where(spelling => spelling.Length >= ShortestKnown))
        {
            known.Add(spelling);
        }
    }

    /// <summary>The text without secrets.</summary>
    public string Clean(string text)
    {
        var clean = text;
        foreach (var secret in known.OrderByDescending(secret => secret.Length))
        {
            clean = clean.Replace(secret, Mask, StringComparison.Ordinal);
        }

        clean = PrivateKey().Replace(clean, Mask);
        clean = UserInUrl().Replace(clean, $"${{kept}}{Mask}@");
        clean = QueryOfUrl().Replace(clean, $"${{kept}}?{Mask}");
        clean = NamedValue().Replace(clean, $"${{kept}}{Mask}");
        clean = Scheme().Replace(clean, $"${{kept}} {Mask}");
        return Shape().Replace(clean, Mask);
    }

    private static IEnumerable<string> Spellings(string secret)
    {
        foreach (var each in Decoded(secret) is { } decoded ? [secret, decoded, .. decoded.Split(':', 2)] : new[] { secret })
        {
            yield return each;
            yield return JavaScriptEncoder.Default.Encode(each); // As in our own JSON.
            yield return HtmlEncoder.Default.Encode(each);
            yield return Uri.EscapeDataString(each);
            yield return each.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal); // As Go quotes it.
            yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(each)).TrimEnd('=');
        }
    }

    /// <summary>A registry's <c>auth</c> is <c>user:password</c> in base64.</summary>
    private static string? Decoded(string secret)
    {
        if (secret.Length > 4096 || !Base64.IsValid(secret))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(Convert.FromBase64String(secret));
        return text.Contains(':', StringComparison.Ordinal) && !text.Any(char.IsControl) ? text : null;
    }

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|\\z)", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"(?<kept>://)[^\s/?#""'@]+@", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex UserInUrl();

    [GeneratedRegex(@"(?<kept>\bhttps?://[^\s""'?#]+)\?[^\s""']+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex QueryOfUrl();

    /// <summary>name=value, name: value, "name":"value", --name value.</summary>
    [GeneratedRegex($@"(?<kept>(?:--?[\w.-]*(?:{SecretNames.Pattern})[\w.-]*[ =]|[\w.-]*(?:{SecretNames.Pattern})[\w.-]*\\?[""']?\s{{0,3}}[=:]\s{{0,3}})\\?[""']?(?:(?:Basic|Bearer|Digest) )?)[^\s""',;&\\]+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex NamedValue();

    [GeneratedRegex(@"\b(?<kept>Basic|Bearer) [A-Za-z0-9._~+/=-]{8,}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Scheme();

    /// <summary>JSON web tokens, and the tokens of well-known services by their prefix.</summary>
    [GeneratedRegex(@"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|AKIA|ASIA|AIza|dckr_pat_|npm_|sk-)[\w-]{12,}", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Shape();
}
