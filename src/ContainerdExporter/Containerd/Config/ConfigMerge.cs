namespace ContainerdExporter.Containerd.Config;

/// <summary>
/// Merges the files of a configuration as a release does (mergeConfig). Common to all: a later file wins, a zero value
/// at the top level never replaces anything, lists there grow, and entries of the named tables are replaced whole.
/// </summary>
internal static class ConfigMerge
{
    /// <summary>Tables whose entries are replaced whole by a later file.</summary>
    private static readonly string[] TablesOfEntries = ["stream_processors", "proxy_plugins", "timeouts"];

    public static void Into(ConfigNode target, ConfigNode file, ContainerdRelease release)
    {
        foreach (var (name, value) in file.Children)
        {
            switch (value.Kind)
            {
                case ConfigKind.Table when name == "plugins":
                    MergePlugins(TableIn(target, name, value), value, release);
                    break;
                case ConfigKind.Table when TablesOfEntries.Contains(name):
                    ReplaceEntries(TableIn(target, name, value), value);
                    break;
                case ConfigKind.Table:
                    MergeScalars(TableIn(target, name, value), value);
                    break;
                case ConfigKind.Array when target.Child(name) is { Kind: ConfigKind.Array } list:
                    Append(list, value, release);
                    break;
                default:
                    SetUnlessZero(target, name, value);
                    break;
            }
        }
    }

    private static void MergeScalars(ConfigNode target, ConfigNode table)
    {
        foreach (var (name, value) in table.Children)
        {
            SetUnlessZero(target, name, value);
        }
    }

    private static void SetUnlessZero(ConfigNode target, string name, ConfigNode value)
    {
        if (!value.IsZero)
        {
            target.Set(name, value.Clone());
        }
    }

    private static void ReplaceEntries(ConfigNode target, ConfigNode table)
    {
        foreach (var (name, value) in table.Children)
        {
            target.Set(name, value.Clone());
        }
    }

    /// <summary>1.x replaces a plugin's whole section. 2.x descends to single keys, and there a zero value counts like any other.</summary>
    private static void MergePlugins(ConfigNode target, ConfigNode plugins, ContainerdRelease release)
    {
        if (release.IsV1)
        {
            ReplaceEntries(target, plugins);
        }
        else
        {
            MergeDeep(target, plugins);
        }
    }

    private static void MergeDeep(ConfigNode target, ConfigNode table)
    {
        foreach (var (name, value) in table.Children)
        {
            if (value.Kind == ConfigKind.Table && target.Child(name) is { Kind: ConfigKind.Table } inner)
            {
                MergeDeep(inner, value);
            }
            else
            {
                target.Set(name, value.Clone());
            }
        }
    }

    private static void Append(ConfigNode list, ConfigNode more, ContainerdRelease release)
    {
        foreach (var item in more.Items)
        {
            if (release.IsV1 || !list.Items.Any(known => Equals(known.Scalar, item.Scalar)))
            {
                list.Append(item.Clone());
            }
        }
    }

    private static ConfigNode TableIn(ConfigNode target, string name, ConfigNode like)
    {
        if (target.Child(name) is { Kind: ConfigKind.Table } known)
        {
            return known;
        }

        var made = new ConfigNode(ConfigKind.Table, like.KeyAt, like.At);
        target.Set(name, made);
        return made;
    }
}
