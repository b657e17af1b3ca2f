namespace ContainerdExporter.Causes.Configuration;

/// <summary>Finds the name that someone probably meant.</summary>
internal static class Spelling
{
    /// <summary>Longer names are no misspellings, and the comparison is quadratic.</summary>
    private const int LengthLimit = 80;

    /// <summary>The known name nearest to one that is not known; null when none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        if (name.Length > LengthLimit)
        {
            return null;
        }

        var plain = Plain(name);
        var best = known
            .Select(candidate => (candidate, Distance: Distance(plain, Plain(candidate))))
            .OrderBy(pair => pair.Distance)
            .FirstOrDefault();
        return best.candidate is not null && best.Distance <= Math.Max(1, name.Length / 4) ? best.candidate : null;
    }

    /// <summary>A hint to append to a message: empty, or the likely name in quotes.</summary>
    public static string Hint(string name, IEnumerable<string> known) =>
        Nearest(name, known) is { } nearest ? $"Did you mean \"{nearest}\"?" : string.Empty;

    /// <summary>Case and separators are what is most often mistaken.</summary>
    private static string Plain(string name) => name.Replace("_", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Edits between two words, a swap of neighbours counted as one.</summary>
    private static int Distance(string a, string b)
    {
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        var older = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], older[j - 2] + 1);
                }
            }

            (older, previous, current) = (previous, current, older);
        }

        return previous[b.Length];
    }
}
