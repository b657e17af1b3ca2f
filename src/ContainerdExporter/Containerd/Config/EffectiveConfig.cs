using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Containerd.Config;

/// <summary>What a release makes of a configuration's files: merged, migrated, every value still knowing its place.</summary>
internal sealed class EffectiveConfig
{
    private EffectiveConfig(
        LoadedConfig loaded, ContainerdRelease release, ConfigNode root, long version, IReadOnlyList<MigrationResult> migrations)
    {
        Loaded = loaded;
        Release = release;
        Root = root;
        Version = version;
        Migrations = migrations;
        NameFields();
    }

    public LoadedConfig Loaded { get; }

    public ContainerdRelease Release { get; }

    public ConfigModel Model => ConfigModel.Of(Release);

    /// <summary>The version by which the release reads the merged files; 1 for none in 1.x, its own in 2.x.</summary>
    public long Version { get; }

    /// <summary>The merged values outside of plugins. A value that is not set is containerd's default.</summary>
    public ConfigNode Root { get; }

    /// <summary>What became of the sections of older files.</summary>
    public IReadOnlyList<MigrationResult> Migrations { get; }

    /// <summary>The merged sections by the names the release looks them up by, known or not.</summary>
    public IEnumerable<KeyValuePair<string, ConfigNode>> Sections =>
        Root.Child("plugins") is { Kind: ConfigKind.Table } plugins ? plugins.Children : [];

    /// <summary>Whether sections are named by short ids (<c>cri</c>): only files of version 1 read by 1.x.</summary>
    public bool UsesShortIds => Release.IsV1 && Version == 1;

    public static EffectiveConfig Of(LoadedConfig loaded, ContainerdRelease release)
    {
        var model = ConfigModel.Of(release);
        var migrations = new List<MigrationResult>();
        var merged = ConfigNode.Table(new ConfigPosition(loaded.MainPath, 1, 1, 0));
        foreach (var file in loaded.Files)
        {
            var table = file.Root.Clone();
            UseKnownNames(table, model.TopLevel, release);
            MigrateFile(table, release, migrations);
            ConfigMerge.Into(merged, table, release);
        }

        var version = merged.Child("version")?.Scalar as long? ?? 0;
        if (release.IsV1)
        {
            return new EffectiveConfig(loaded, release, merged, version == 0 ? 1 : version, migrations);
        }

        if (version is 2 && release.NewestFileVersion == 3 && merged.Child("plugins") is { Kind: ConfigKind.Table } plugins)
        {
            migrations.Add(ConfigMigration.SplitPlugins(plugins));
        }

        return new EffectiveConfig(loaded, release, merged, version == 0 ? release.NewestFileVersion : version, migrations);
    }

    /// <summary>A plugin's section as the release decodes it; null when there is none.</summary>
    public ConfigNode? Section(string id)
    {
        var name = UsesShortIds ? id[(id.LastIndexOf('.') + 1)..] : id;
        return Root.Find("plugins", name) is { Kind: ConfigKind.Table } section ? section : null;
    }

    /// <summary>A value of a plugin's section.</summary>
    public ConfigNode? Find(string id, params ReadOnlySpan<string> path) => Section(id)?.Find(path);

    /// <summary>
    /// Before 2.3 only versions 0 and 1 are migrated file by file, by name alone, and then pass for the release's own
    /// version; 2.3 migrates each file fully.
    /// </summary>
    private static void MigrateFile(ConfigNode table, ContainerdRelease release, List<MigrationResult> migrations)
    {
        var version = table.Child("version")?.Scalar as long? ?? 0;
        if (release.IsV1)
        {
            return;
        }

        if (version is 0 or 1)
        {
            ConfigMigration.RenameShortIds(table);
            table.Remove("version");
        }

        if (release.NewestFileVersion < 4)
        {
            return;
        }

        if (version < 3 && table.Child("plugins") is { Kind: ConfigKind.Table } plugins)
        {
            migrations.Add(ConfigMigration.SplitPlugins(plugins));
        }

        if (version < 4)
        {
            ServerMigration.Apply(table);
        }
    }

    /// <summary>Renames keys to the fields that the release's decoder takes them for.</summary>
    private static void UseKnownNames(ConfigNode table, KeySchema schema, ContainerdRelease release)
    {
        foreach (var (name, value) in table.Children.ToList())
        {
            if (schema.KeyFor(name, release) is not { } known)
            {
                continue;
            }

            if (known != name)
            {
                table.Remove(name);
                table.Set(known, value);
            }

            if (schema.Children[known] is { Type: KeyType.Table } inner && value.Kind == ConfigKind.Table)
            {
                UseKnownNames(value, inner, release);
            }
            else if (schema.Children[known] is { Type: KeyType.Map, Element.Type: KeyType.Table } map)
            {
                foreach (var entry in value.Children.Values)
                {
                    UseKnownNames(entry, map.Element, release);
                }
            }
        }
    }

    /// <summary>Plugins' sections are matched to fields only after the migration, which looks for exact names.</summary>
    private void NameFields()
    {
        foreach (var plugin in Model.Plugins.Values)
        {
            if (Section(plugin.Id) is { } section)
            {
                UseKnownNames(section, plugin.Schema, Release);
            }
        }
    }
}
