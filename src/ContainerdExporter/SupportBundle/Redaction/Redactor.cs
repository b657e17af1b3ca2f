using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.SupportBundle.Redaction;

/// <summary>
/// Takes secrets out of text: those that are known, because a configuration names them, in every spelling; and what has the shape of one.
/// </summary>
internal sealed partial class Redactor
{
    public const string Mask = SecretShapes.Mask;

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

        return SecretShapes.Hide(QueryOfUrl().Replace(clean, $"${{kept}}?{Mask}"));
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

    /// <summary>A signed address is a key to what it names; the rest of a query helps nobody far away.</summary>
    [GeneratedRegex(@"(?<kept>\bhttps?://[^\s""'?#]+)\?[^\s""']+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex QueryOfUrl();
}
