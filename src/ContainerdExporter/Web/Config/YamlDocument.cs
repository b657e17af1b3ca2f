using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ContainerdExporter.Web.Config;

/// <summary>Reads the first document of a YAML text, as Go's yaml.v2 does: names are unique, aliases stand for what they name.</summary>
internal sealed class YamlDocument
{
    private const int DeepestNesting = 10;

    private readonly Parser parser;
    private readonly Dictionary<string, YamlValue> anchors = new(StringComparer.Ordinal);

    private YamlDocument(string text) => parser = new Parser(new StringReader(text));

    /// <summary>The document's value; null when there is no document.</summary>
    /// <exception cref="WebConfigException">The text is no YAML.</exception>
    public static YamlValue? Parse(string text)
    {
        var document = new YamlDocument(text);
        try
        {
            return document.ReadDocument();
        }
        catch (YamlException e)
        {
            throw new WebConfigException($"line {e.Start.Line}: not YAML", e);
        }
    }

    private YamlValue? ReadDocument()
    {
        while (parser.MoveNext() && parser.Current is not StreamEnd)
        {
            if (parser.Current is DocumentStart)
            {
                parser.MoveNext();
                return ReadValue(depth: 0);
            }
        }

        return null;
    }

    private YamlValue ReadValue(int depth)
    {
        var current = parser.Current!;
        var line = current.Start.Line;
        if (depth > DeepestNesting)
        {
            throw new WebConfigException($"line {line}: nested too deeply");
        }

        if (current is AnchorAlias alias)
        {
            return anchors.TryGetValue(alias.Value.Value, out var named)
                ? named
                : throw new WebConfigException($"line {line}: *{alias.Value.Value} names nothing");
        }

        YamlValue value = current switch
        {
            Scalar scalar => new YamlText(scalar.Value, scalar.Style == ScalarStyle.Plain, line),
            SequenceStart => ReadList(depth, line),
            _ => ReadMap(depth, line),
        };
        if (current is NodeEvent { Anchor.IsEmpty: false } node)
        {
            anchors[node.Anchor.Value] = value;
        }

        return value;
    }

    private YamlList ReadList(int depth, long line)
    {
        var items = new List<YamlValue>();
        while (parser.MoveNext() && parser.Current is not SequenceEnd)
        {
            items.Add(ReadValue(depth + 1));
        }

        return new YamlList(items, line);
    }

    private YamlMap ReadMap(int depth, long line)
    {
        var fields = new List<KeyValuePair<string, YamlValue>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (parser.MoveNext() && parser.Current is not MappingEnd)
        {
            if (ReadValue(depth + 1) is not YamlText { IsNothing: false } name)
            {
                throw new WebConfigException($"line {line}: a name that is no text");
            }

            if (!names.Add(name.Text))
            {
                throw new WebConfigException($"line {name.Line}: {name.Text} is there twice");
            }

            parser.MoveNext();
            fields.Add(new(name.Text, ReadValue(depth + 1)));
        }

        return new YamlMap(fields, line);
    }
}
