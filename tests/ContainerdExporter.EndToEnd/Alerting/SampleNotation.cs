using System.Globalization;
using System.Text.RegularExpressions;

namespace ContainerdExporter.EndToEnd.Alerting;

/// <summary>promtool's notation of a series' samples: <c>1x9</c>, <c>0+2x5</c>, <c>stale</c> and <c>_</c> (no sample).</summary>
public static partial class SampleNotation
{
    public const string Stale = "stale";
    public const string None = "_";

    /// <summary>One word for each sample.</summary>
    public static IReadOnlyList<string> Expand(string values) => [.. values.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(ExpandOne)];

    private static IEnumerable<string> ExpandOne(string text)
    {
        var parts = Form().Match(text);
        Assert.True(parts.Success, $"not a sample: {text}");
        var start = parts.Groups["start"].Value;
        var times = parts.Groups["times"] is { Success: true } repeated ? int.Parse(repeated.Value, CultureInfo.InvariantCulture) : 0;
        if (start == None)
        {
            return Enumerable.Repeat(None, Math.Max(times, 1)); // "_x3" is three, "1x3" is four.
        }

        var step = parts.Groups["step"] is { Success: true } given ? double.Parse(given.Value, CultureInfo.InvariantCulture) : 0;
        return start == Stale
            ? [Stale]
            : Enumerable.Range(0, times + 1).Select(i => (double.Parse(start, CultureInfo.InvariantCulture) + (i * step)).ToString("R", CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^(?<start>stale|_|-?[0-9.]+(?:e[0-9]+)?)(?<step>[+-][0-9.]+(?:e[0-9]+)?)?(?:x(?<times>\d+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
