namespace ContainerdExporter.Containerd.Config.Model;

internal enum KeyType
{
    Table,
    String,
    Integer,
    Float,
    Boolean,
    Duration,
    Array,

    /// <summary>A table with free names.</summary>
    Map,

    /// <summary>Passed on unread.</summary>
    Any,
}

/// <summary>What may stand under a key.</summary>
internal sealed class KeySchema(KeyType type)
{
    private readonly Dictionary<string, KeySchema> children = new(StringComparer.Ordinal);

    public KeyType Type { get; private set; } = type;

    /// <summary>The known keys of a table.</summary>
    public IReadOnlyDictionary<string, KeySchema> Children => children;

    /// <summary>What an array's elements or a map's values are.</summary>
    public KeySchema? Element { get; private set; }

    public string Name => Type switch
    {
        KeyType.Table or KeyType.Map => "a table",
        KeyType.String => "a string",
        KeyType.Integer => "an integer",
        KeyType.Float => "a float",
        KeyType.Boolean => "a boolean",
        KeyType.Duration => "a duration such as \"5s\"",
        KeyType.Array when Element!.Type == KeyType.String => "an array of strings",
        KeyType.Array => "an array of tables",
        _ => "anything",
    };

    /// <summary>The known key that a release takes this one for, by its decoder's idea of upper and lower case; null for none.</summary>
    public string? KeyFor(string key, ContainerdRelease release)
    {
        if (children.ContainsKey(key))
        {
            return key;
        }

        // go-toml 1 also takes NAME and nAME for a field; go-toml 2 ignores case.
        return children.Keys.FirstOrDefault(known => release.IsV1
            ? Variants(known).Any(variant => string.Equals(key, variant, StringComparison.Ordinal))
            : string.Equals(key, known, StringComparison.OrdinalIgnoreCase));
    }

    private static string[] Variants(string known) =>
        [known.ToUpperInvariant(), known.ToLowerInvariant(), char.ToLowerInvariant(known[0]) + known[1..]];

    /// <summary>Adds a key by its path: <c>containerd.runtimes.*.options</c>, <c>unpack_config[].differ</c>.</summary>
    public void Add(ReadOnlySpan<char> path, string type)
    {
        var dot = path.IndexOf('.');
        var name = (dot < 0 ? path : path[..dot]).ToString();
        var isArray = name.EndsWith("[]", StringComparison.Ordinal);
        var child = name == "*" ? AsMap() : ChildFor(isArray ? name[..^2] : name);
        if (isArray)
        {
            child.Type = KeyType.Array;
            child = child.Element ??= new KeySchema(KeyType.Table);
        }

        if (dot >= 0)
        {
            child.Add(path[(dot + 1)..], type);
        }
        else
        {
            child.Become(type);
        }
    }

    private KeySchema AsMap()
    {
        Type = KeyType.Map;
        return Element ??= new KeySchema(KeyType.Table);
    }

    private KeySchema ChildFor(string name)
    {
        if (!children.TryGetValue(name, out var child))
        {
            child = new KeySchema(KeyType.Table);
            children.Add(name, child);
        }

        return child;
    }

    private void Become(string type)
    {
        (Type, var element) = type switch
        {
            "string" => (KeyType.String, null),
            "int" => (KeyType.Integer, null),
            "float" => (KeyType.Float, null),
            "bool" => (KeyType.Boolean, null),
            "duration" => (KeyType.Duration, null),
            "any" => (KeyType.Any, null),
            ['[', .. var inner, ']'] => (KeyType.Array, inner),
            ['{', .. var inner, '}'] => (KeyType.Map, inner),
            _ => throw new InvalidDataException($"unknown type {type}"),
        };
        if (element is not null)
        {
            Element = new KeySchema(KeyType.Any);
            Element.Become(element);
        }
    }
}
