using Tomlyn.Syntax;

namespace ContainerdExporter.Containerd.Config;

/// <summary>Turns a parsed document without errors into nodes that know their places.</summary>
internal sealed class TomlTree(string file)
{
    public static ConfigNode Of(DocumentSyntax document, string file) => new TomlTree(file).Build(document);

    private ConfigNode Build(DocumentSyntax document)
    {
        var root = ConfigNode.Table(new ConfigPosition(file, 1, 1, 0));
        foreach (var pair in document.KeyValues)
        {
            Add(root, pair);
        }

        foreach (var table in document.Tables)
        {
            var target = table is TableArraySyntax ? Append(root, table.Name!) : Open(root, table.Name!);
            foreach (var pair in table.Items)
            {
                Add(target, pair);
            }
        }

        return root;
    }

    private void Add(ConfigNode table, KeyValueSyntax pair)
    {
        var parts = Parts(pair.Key!);
        for (var i = 0; i < parts.Count - 1; i++)
        {
            table = Enter(table, parts[i]);
        }

        var (name, at) = parts[^1];
        table.Set(name, Value(pair.Value!, at));
    }

    private ConfigNode Open(ConfigNode root, KeySyntax name)
    {
        var table = root;
        var parts = Parts(name);
        foreach (var part in parts)
        {
            table = Enter(table, part);
        }

        return table;
    }

    private ConfigNode Append(ConfigNode root, KeySyntax name)
    {
        var parts = Parts(name);
        var table = root;
        for (var i = 0; i < parts.Count - 1; i++)
        {
            table = Enter(table, parts[i]);
        }

        var (last, at) = parts[^1];
        if (table.Child(last) is not { Kind: ConfigKind.TableArray } array)
        {
            array = new ConfigNode(ConfigKind.TableArray, at, at);
            table.Set(last, array);
        }

        var element = ConfigNode.Table(at);
        array.Append(element);
        return element;
    }

    /// <summary>The table of that name, made when it is not there; of an array of tables the last one.</summary>
    private static ConfigNode Enter(ConfigNode table, (string Name, ConfigPosition At) part)
    {
        switch (table.Child(part.Name))
        {
            case { Kind: ConfigKind.Table } known:
                return known;
            case { Kind: ConfigKind.TableArray, Items: [.., var last] }:
                return last;
            default:
                var made = ConfigNode.Table(part.At);
                table.Set(part.Name, made);
                return made;
        }
    }

    private ConfigNode Value(ValueSyntax value, ConfigPosition keyAt)
    {
        var at = At(value.Span);
        switch (value)
        {
            case StringValueSyntax text:
                return new ConfigNode(ConfigKind.String, keyAt, at) { Scalar = text.Value ?? string.Empty };
            case IntegerValueSyntax number:
                return new ConfigNode(ConfigKind.Integer, keyAt, at) { Scalar = number.Value };
            case FloatValueSyntax number:
                return new ConfigNode(ConfigKind.Float, keyAt, at) { Scalar = number.Value };
            case BooleanValueSyntax flag:
                return new ConfigNode(ConfigKind.Boolean, keyAt, at) { Scalar = flag.Value };
            case ArraySyntax array:
                return new ConfigNode(ConfigKind.Array, keyAt, at)
                {
                    Items = [.. array.Items.Where(item => item.Value is not null).Select(item => Value(item.Value!, At(item.Value!.Span)))],
                };
            case InlineTableSyntax inline:
                var table = new ConfigNode(ConfigKind.Table, keyAt, at);
                foreach (var item in inline.Items)
                {
                    Add(table, item.KeyValue!);
                }

                return table;
            default:
                return new ConfigNode(ConfigKind.DateTime, keyAt, at);
        }
    }

    private List<(string Name, ConfigPosition At)> Parts(KeySyntax key)
    {
        var parts = new List<(string, ConfigPosition)> { Part(key.Key!) };
        foreach (var dotted in key.DotKeys)
        {
            parts.Add(Part(dotted.Key!));
        }

        return parts;
    }

    private (string Name, ConfigPosition At) Part(BareKeyOrStringValueSyntax key) =>
        (key is BareKeySyntax bare ? bare.Key!.Text! : ((StringValueSyntax)key).Value!, At(key.Span));

    private ConfigPosition At(in SourceSpan span)
    {
        var length = span.End.Line == span.Start.Line ? span.End.Column - span.Start.Column + 1 : 1;
        return new ConfigPosition(file, span.Start.Line + 1, span.Start.Column + 1, Math.Max(length, 1));
    }
}
