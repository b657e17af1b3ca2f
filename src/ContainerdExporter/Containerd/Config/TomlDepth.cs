namespace ContainerdExporter.Containerd.Config;

/// <summary>
/// Bounds the nesting of a text before it is parsed: the parser and all that walks its tree recurse. Counts brackets and
/// dots of keys outside of strings and comments; what is no TOML is counted somehow and left to the parser.
/// </summary>
internal static class TomlDepth
{
    public static bool Exceeds(string text, int limit)
    {
        var depth = 0;
        var dots = 0;
        var i = 0;
        while (i < text.Length)
        {
            switch (text[i])
            {
                case '#':
                    i = EndOfLine(text, i);
                    continue;
                case '"' or '\'':
                    i = EndOfString(text, i);
                    continue;
                case '[' or '{':
                    depth++;
                    break;
                case ']' or '}':
                    depth = Math.Max(0, depth - 1);
                    break;
                case '.':
                    dots++;
                    break;
                case '=' or ',' or '\n':
                    dots = 0;
                    break;
            }

            if (depth + dots > limit)
            {
                return true;
            }

            i++;
        }

        return false;
    }

    private static int EndOfLine(string text, int start)
    {
        var end = text.IndexOf('\n', start);
        return end < 0 ? text.Length : end;
    }

    /// <summary>The index behind a string; a single-line one that is not closed ends with its line.</summary>
    private static int EndOfString(string text, int start)
    {
        var quote = text[start];
        var triple = new string(quote, 3);
        if (string.CompareOrdinal(text, start, triple, 0, 3) == 0)
        {
            var from = start + 3;
            while (true)
            {
                var end = text.IndexOf(triple, from, StringComparison.Ordinal);
                if (end < 0)
                {
                    return text.Length;
                }

                if (quote == '\'' || !IsEscaped(text, start + 3, end))
                {
                    return end + 3;
                }

                from = end + 1;
            }
        }

        for (var i = start + 1; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == '\\' && quote == '"')
            {
                i++;
            }
            else if (text[i] == quote)
            {
                return i + 1;
            }
        }

        return EndOfLine(text, start);
    }

    private static bool IsEscaped(string text, int from, int index)
    {
        var backslashes = 0;
        while (index - 1 - backslashes >= from && text[index - 1 - backslashes] == '\\')
        {
            backslashes++;
        }

        return backslashes % 2 == 1;
    }
}
