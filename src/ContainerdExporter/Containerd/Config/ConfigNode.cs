namespace ContainerdExporter.Containerd.Config;

/// <summary>A token of a configuration file.</summary>
/// <param name="File">The file's path on the host.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 code units.</param>
/// <param name="Length">In code units, within the line.</param>
internal readonly record struct ConfigPosition(string File, int Line, int Column, int Length)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}

internal enum ConfigKind
{
    String,
    Integer,
    Float,
    Boolean,
    DateTime,
    Array,
    Table,

    /// <summary><c>[[name]]</c>: an array whose elements are tables with headers of their own.</summary>
    TableArray,
}

/// <summary>
/// A value of a configuration with the place it was written at. It keeps that place through merging and migration, so
/// that a finding about the daemon's final configuration points at the file that caused it.
/// </summary>
internal sealed class ConfigNode(ConfigKind kind, ConfigPosition keyAt, ConfigPosition at)
{
    public static readonly IReadOnlyDictionary<string, ConfigNode> NoChildren = new Dictionary<string, ConfigNode>(StringComparer.Ordinal);

    /// <summary>The children of a table, in the order in which they were written; made with the first, since most nodes have none.</summary>
    private OrderedDictionary<string, ConfigNode>? children;

    private List<ConfigNode>? items;

    public ConfigKind Kind => kind;

    /// <summary>The key that names the value, or the last part of a table's header.</summary>
    public ConfigPosition KeyAt => keyAt;

    /// <summary>The value; for a table with a header the same as <see cref="KeyAt"/>.</summary>
    public ConfigPosition At => at;

    /// <summary>A string, long, double or bool; null for the other kinds.</summary>
    public object? Scalar { get; init; }

    /// <summary>An array's elements.</summary>
    public IReadOnlyList<ConfigNode> Items
    {
        get => items ?? (IReadOnlyList<ConfigNode>)[];
        init => items = value.Count > 0 ? [.. value] : null;
    }

    public IReadOnlyDictionary<string, ConfigNode> Children => children ?? NoChildren;

    public string? Text => Scalar as string;

    public bool IsTrue => Scalar is true;

    /// <summary>What Go calls a zero value: such a setting does not replace one that was merged before it.</summary>
    public bool IsZero => Kind switch
    {
        ConfigKind.String => Scalar is "",
        ConfigKind.Integer => Scalar is 0L,
        ConfigKind.Float => Scalar is 0.0,
        ConfigKind.Boolean => Scalar is false,
        ConfigKind.Array or ConfigKind.TableArray => Items.Count == 0,
        ConfigKind.Table => Children.Count == 0,
        _ => false,
    };

    /// <summary>How messages name the kind, with its article.</summary>
    public string KindName => Kind switch
    {
        ConfigKind.String => "a string",
        ConfigKind.Integer => "an integer",
        ConfigKind.Float => "a float",
        ConfigKind.Boolean => "a boolean",
        ConfigKind.DateTime => "a date",
        ConfigKind.Array => "an array",
        ConfigKind.Table => "a table",
        _ => "an array of tables",
    };

    public static ConfigNode Table(ConfigPosition at) => new(ConfigKind.Table, at, at);

    public ConfigNode? Child(string name) => children?.GetValueOrDefault(name);

    public ConfigNode? Find(params ReadOnlySpan<string> path)
    {
        var node = this;
        foreach (var name in path)
        {
            if (node.Child(name) is not { } child)
            {
                return null;
            }

            node = child;
        }

        return node;
    }

    public void Set(string name, ConfigNode value) => (children ??= new(StringComparer.Ordinal))[name] = value;

    public void Remove(string name) => children?.Remove(name);

    public void Append(ConfigNode item) => (items ??= []).Add(item);

    public void Replace(int index, ConfigNode item) => items![index] = item;

    /// <summary>A copy that can be changed without changing the document it came from.</summary>
    public ConfigNode Clone()
    {
        var copy = new ConfigNode(Kind, KeyAt, At) { Scalar = Scalar, Items = [.. Items.Select(item => item.Clone())] };
        foreach (var (name, child) in Children)
        {
            copy.Set(name, child.Clone());
        }

        return copy;
    }
}
