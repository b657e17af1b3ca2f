using Tomlyn.Syntax;

namespace ContainerdExporter.Containerd.Config;

/// <summary>A construct on which TOML parsers differ.</summary>
/// <param name="At">Where.</param>
/// <param name="What">Its name, with an article.</param>
/// <param name="Fix">What to write instead.</param>
/// <param name="RefusedByV1">go-toml 1 of containerd 1.x refuses it (measured on 1.6.20 and 1.7.24).</param>
/// <param name="RefusedByV2">Every go-toml 2 refuses it (measured on 2.1.9); where not, go-toml 2.2 does, and newer ones take it.</param>
internal sealed record DialectUse(ConfigPosition At, string What, string Fix, bool RefusedByV1, bool RefusedByV2);

/// <summary>Finds what Tomlyn, a TOML 1.1 parser, takes and the parsers of containerd do not.</summary>
internal sealed class TomlDialect(string file)
{
    private readonly List<DialectUse> found = [];

    public static IReadOnlyList<DialectUse> In(DocumentSyntax document, string file, bool hasByteOrderMark)
    {
        var dialect = new TomlDialect(file);
        if (hasByteOrderMark)
        {
            dialect.found.Add(new DialectUse(new ConfigPosition(file, 1, 1, 1), "a byte order mark", "Save the file as UTF-8 without one.", RefusedByV1: false, RefusedByV2: true));
        }

        foreach (var pair in document.KeyValues.Concat(document.Tables.SelectMany(table => table.Items)))
        {
            dialect.Visit(pair.Value);
        }

        return dialect.found;
    }

    private void Visit(ValueSyntax? value)
    {
        switch (value)
        {
            case ArraySyntax array:
                foreach (var item in array.Items)
                {
                    Visit(item.Value);
                }

                break;
            case InlineTableSyntax table:
                VisitTable(table);
                break;
            case StringValueSyntax { Token: { TokenKind: TokenKind.String or TokenKind.StringMulti, Text: { } raw } } text when HasNewEscape(raw):
                Add(text, "the escape \\e or \\x", "Write \\u with four digits.", refusedByV1: true);
                break;
            case DateTimeValueSyntax { Token.Text: { } raw } time when raw.Count(c => c == ':') is var colons && colons > 0 && HasNoSeconds(raw):
                Add(time, "a time without seconds", "Write the seconds.", refusedByV1: true);
                break;
        }
    }

    private void VisitTable(InlineTableSyntax table)
    {
        if (table.Span.End.Line > table.Span.Start.Line)
        {
            Add(table, "an inline table over several lines", "Write it in one line or as a [table].", refusedByV1: false);
        }
        else if (table.Items.LastOrDefault() is { Comma: not null })
        {
            Add(table, "a comma at the end of an inline table", "Remove the last comma.", refusedByV1: true);
        }

        foreach (var item in table.Items)
        {
            Visit(item.KeyValue?.Value);
        }
    }

    private void Add(ValueSyntax value, string what, string fix, bool refusedByV1)
    {
        var at = new ConfigPosition(file, value.Span.Start.Line + 1, value.Span.Start.Column + 1, 1);
        found.Add(new DialectUse(at, what, fix, refusedByV1, RefusedByV2: false));
    }

    private static bool HasNewEscape(string raw)
    {
        for (var i = 0; i + 1 < raw.Length; i++)
        {
            if (raw[i] == '\\')
            {
                if (raw[i + 1] is 'e' or 'x')
                {
                    return true;
                }

                i++;
            }
        }

        return false;
    }

    /// <summary>07:32 or 1979-05-27T07:32Z: the offset, which has a colon too, comes behind a sign.</summary>
    private static bool HasNoSeconds(string raw)
    {
        var time = raw.Length > 10 && raw[4] == '-' ? raw[11..] : raw;
        var offset = time.AsSpan().IndexOfAny("+-Zz");
        return (offset < 0 ? time : time[..offset]).Count(c => c == ':') == 1;
    }
}
