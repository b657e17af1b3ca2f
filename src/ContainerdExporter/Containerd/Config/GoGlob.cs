namespace ContainerdExporter.Containerd.Config;

/// <summary>Go's filepath.Glob: <c>*</c>, <c>?</c>, <c>[a-z]</c> and <c>\</c> in any part of a path; hidden files match too.</summary>
internal static class GoGlob
{
    /// <summary>Directories looked into, and names kept of each: more are no configuration.</summary>
    private const int Limit = 256;

    public static IReadOnlyList<string> Find(INodeFiles files, string pattern)
    {
        List<string> found = ["/"];
        foreach (var part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = part.AsSpan().IndexOfAny("*?[\\") < 0
                ? [.. found.Select(directory => Path.Combine(directory, part))]
                : [.. found
                    .SelectMany(directory => files.Names(directory, Limit)
                        .Where(name => Matches(part, name))
                        .Select(name => Path.Combine(directory, name)))
                    .Take(Limit)];
        }

        return [.. found.Where(path => files.Stamp(path).Kind != PathKind.Missing)];
    }

    /// <summary>Whether a name matches one part of a pattern (path/filepath.Match without separators).</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // Backtracks to the last star only, so a hostile pattern costs length times length at most.
        int p = 0, n = 0, star = -1, mark = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = n;
            }
            else if (p < pattern.Length && MatchesOne(pattern[p..], name[n], out var used))
            {
                p += used;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].IndexOfAnyExcept('*') < 0;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, char c, out int used)
    {
        used = 1;
        switch (pattern[0])
        {
            case '?':
                return true;
            case '\\' when pattern.Length > 1:
                used = 2;
                return pattern[1] == c;
            case '[':
                return MatchesClass(pattern, c, out used);
            default:
                return pattern[0] == c;
        }
    }

    private static bool MatchesClass(ReadOnlySpan<char> pattern, char c, out int used)
    {
        var negated = pattern.Length > 1 && pattern[1] == '^';
        var i = negated ? 2 : 1;
        var hit = false;
        while (i < pattern.Length && pattern[i] != ']')
        {
            var low = pattern[i++];
            var high = low;
            if (i + 1 < pattern.Length && pattern[i] == '-')
            {
                high = pattern[i + 1];
                i += 2;
            }

            hit |= c >= low && c <= high;
        }

        used = i + 1;
        return i < pattern.Length && hit != negated;
    }
}
