using Tomlyn;
using Tomlyn.Model;
using Tomlyn.Serialization;

namespace ContainerdExporter.Containerd.Config;

/// <summary>Reads TOML into plain tables without reflection.</summary>
[TomlSerializable(typeof(TomlTable))]
internal sealed partial class TomlTables : TomlSerializerContext
{
    /// <summary>The document's values; null when it cannot be parsed.</summary>
    public static TomlTable? TryParse(string text)
    {
        try
        {
            return TomlSerializer.Deserialize(text, Default.TomlTable);
        }
        catch (TomlException)
        {
            return null;
        }
    }

    /// <summary>The string at a path of keys; null where it is missing, empty (containerd takes its default then) or of another type.</summary>
    public static string? StringAt(TomlTable table, params ReadOnlySpan<string> path)
    {
        object? value = table;
        foreach (var key in path)
        {
            if (value is not TomlTable inner || !inner.TryGetValue(key, out value))
            {
                return null;
            }
        }

        return value is string { Length: > 0 } text ? text : null;
    }
}
