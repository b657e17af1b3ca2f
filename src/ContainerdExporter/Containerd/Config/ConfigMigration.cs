using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Containerd.Config;

/// <summary>A value of another kind than a migration takes for granted: containerd ends in a panic.</summary>
internal sealed record MigrationMisfit(ConfigNode Value, string Expected);

/// <summary>What a migration stumbles over, and what it drops on the way.</summary>
internal sealed record MigrationResult(IReadOnlyList<MigrationMisfit> Misfits, IReadOnlyList<ConfigNode> Lost)
{
    public static readonly MigrationResult None = new([], []);
}

/// <summary>
/// Carries the plugins' sections of an older file version over to the release's own, as containerd 2.x does on each
/// start (cmd/containerd/server/config/config.go v1Migrate and the ConfigMigration functions of the plugins). Sections
/// keep their places, so a key that is lost on the way can still be pointed at.
/// </summary>
internal static class ConfigMigration
{
    /// <summary>Keys of the CRI section of version 2 that are the image service's in version 3 (plugins/cri/images/plugin.go).</summary>
    public static readonly IReadOnlySet<string> ImageKeys = new HashSet<string>(StringComparer.Ordinal)
    {
        "registry", "image_decryption", "max_concurrent_downloads", "image_pull_progress_timeout", "image_pull_with_sync_fs", "stats_collect_period",
    };

    /// <summary>Keys below <c>containerd</c> that are the image service's.</summary>
    public static readonly IReadOnlySet<string> ImageContainerdKeys = new HashSet<string>(StringComparer.Ordinal)
    {
        "snapshotter", "disable_snapshot_annotations", "discard_unpacked_layers",
    };

    /// <summary>Keys that stay (plugins/cri/cri.go).</summary>
    public static readonly IReadOnlySet<string> ServerKeys = new HashSet<string>(StringComparer.Ordinal)
    {
        "disable_tcp_service", "stream_server_address", "stream_server_port", "stream_idle_timeout", "enable_tls_streaming", "x509_key_pair_streaming",
    };

    private static readonly Dictionary<string, string> NamesOfVersion1 = new(StringComparer.Ordinal)
    {
        ["cri"] = PluginIds.Cri,
        ["cgroups"] = PluginIds.OldCgroups,
        ["linux"] = "io.containerd.runtime.v1.linux",
        ["scheduler"] = "io.containerd.gc.v1.scheduler",
        ["bolt"] = PluginIds.Bolt,
        ["task"] = PluginIds.Task,
        ["opt"] = PluginIds.Opt,
        ["restart"] = PluginIds.OldRestart,
        ["tracing"] = "io.containerd.internal.v1.tracing",
        ["otlp"] = PluginIds.Otlp,
        ["aufs"] = "io.containerd.snapshotter.v1.aufs",
        ["btrfs"] = "io.containerd.snapshotter.v1.btrfs",
        ["devmapper"] = "io.containerd.snapshotter.v1.devmapper",
        ["native"] = "io.containerd.snapshotter.v1.native",
        ["overlayfs"] = "io.containerd.snapshotter.v1.overlayfs",
        ["zfs"] = "io.containerd.snapshotter.v1.zfs",
    };

    /// <summary>The full id that a 2.x release takes a short one for.</summary>
    public static string FullId(string id) =>
        id.Contains('.', StringComparison.Ordinal) ? id
        : NamesOfVersion1.TryGetValue(id, out var full) ? full
        : id.EndsWith("-service", StringComparison.Ordinal) ? $"io.containerd.service.v1.{id}"
        : id is "windows" or "windows-lcow" ? $"io.containerd.snapshotter.v1.{id}"
        : $"io.containerd.grpc.v1.{id}";

    /// <summary>Gives a file of version 1 or none the full ids: sections, disabled and required plugins.</summary>
    public static void RenameShortIds(ConfigNode root)
    {
        if (root.Child("plugins") is { Kind: ConfigKind.Table } plugins)
        {
            foreach (var (name, section) in plugins.Children.ToList())
            {
                plugins.Remove(name);
                plugins.Set(FullId(name), section);
            }
        }

        foreach (var list in new[] { "disabled_plugins", "required_plugins" })
        {
            if (root.Child(list) is not { Kind: ConfigKind.Array } ids)
            {
                continue;
            }

            for (var i = 0; i < ids.Items.Count; i++)
            {
                if (ids.Items[i] is { Text: { } id } item)
                {
                    ids.Replace(i, new ConfigNode(ConfigKind.String, item.KeyAt, item.At) { Scalar = FullId(id) });
                }
            }
        }
    }

    /// <summary>From version 2 to 3.</summary>
    public static MigrationResult SplitPlugins(ConfigNode plugins)
    {
        var misfits = MigrationMisfits.In(plugins).ToList();
        foreach (var (old, renamed) in PluginIds.Renamed)
        {
            if (plugins.Child(old) is { } section)
            {
                plugins.Remove(old);
                plugins.Set(renamed, section);
            }
        }

        if (plugins.Child(PluginIds.Task) is { } task)
        {
            task.Remove("sched_core"); // Becomes an environment variable of the shim manager.
            plugins.Set(PluginIds.ShimManager, new ConfigNode(ConfigKind.Table, task.KeyAt, task.At));
        }

        if (plugins.Child(PluginIds.Cri) is not { Kind: ConfigKind.Table } cri)
        {
            return new MigrationResult(misfits, []);
        }

        var lost = cri.Find("containerd", "runtimes") is null && cri.Child("containerd") is { } containerd
            ? containerd.Children.Where(entry => ImageContainerdKeys.Contains(entry.Key)).Select(entry => entry.Value).ToList()
            : [];
        MoveImages(cri, TableIn(plugins, PluginIds.CriImages, cri));
        MoveRuntime(cri, TableIn(plugins, PluginIds.CriRuntime, cri));
        var server = new ConfigNode(ConfigKind.Table, cri.KeyAt, cri.At);
        CopyAll(cri, server, name => ServerKeys.Contains(name));
        plugins.Set(PluginIds.Cri, server);
        return new MigrationResult(misfits, lost);
    }

    /// <summary>The keys of version 2 replace those that a section of version 3 already has.</summary>
    private static void MoveImages(ConfigNode cri, ConfigNode images)
    {
        if (cri.Child("sandbox_image") is { } sandbox)
        {
            TableIn(images, "pinned_images", sandbox).Set("sandbox", sandbox);
        }

        CopyAll(cri, images, name => ImageKeys.Contains(name));

        // containerd looks at these only when the table has handlers too.
        if (cri.Child("containerd") is { } containerd && containerd.Child("runtimes") is not null)
        {
            CopyAll(containerd, images, name => ImageContainerdKeys.Contains(name));
        }
    }

    /// <summary>Here a section of version 3 keeps what it has.</summary>
    private static void MoveRuntime(ConfigNode cri, ConfigNode runtime)
    {
        CopyAll(cri, runtime, name => !runtime.Children.ContainsKey(name)
            && name is not ("cni" or "containerd" or "sandbox_image") && !ImageKeys.Contains(name) && !ServerKeys.Contains(name));
        if (cri.Child("cni") is { Kind: ConfigKind.Table } cni)
        {
            MoveCni(cni, TableIn(runtime, "cni", cni));
        }

        if (cri.Child("containerd") is not { Kind: ConfigKind.Table } containerd)
        {
            return;
        }

        var target = TableIn(runtime, "containerd", containerd);
        CopyAll(containerd, target, name => !target.Children.ContainsKey(name) && !ImageContainerdKeys.Contains(name));
        foreach (var handler in target.Child("runtimes")?.Children.Values ?? [])
        {
            if (handler.Child("sandbox_mode") is { } mode && handler.Child("sandboxer") is null)
            {
                handler.Remove("sandbox_mode");
                handler.Set("sandboxer", mode);
            }
        }
    }

    private static void MoveCni(ConfigNode cni, ConfigNode target)
    {
        foreach (var (name, value) in cni.Children)
        {
            if (name == "bin_dir" && target.Child("bin_dirs") is not { Items.Count: > 0 })
            {
                target.Set("bin_dirs", new ConfigNode(ConfigKind.Array, value.KeyAt, value.At) { Items = [value] });
            }
            else if (name != "bin_dir" && !target.Children.ContainsKey(name))
            {
                target.Set(name, value);
            }
        }
    }

    private static void CopyAll(ConfigNode source, ConfigNode target, Func<string, bool> select)
    {
        foreach (var (name, value) in source.Children)
        {
            if (select(name))
            {
                target.Set(name, value);
            }
        }
    }

    private static ConfigNode TableIn(ConfigNode parent, string name, ConfigNode like)
    {
        if (parent.Child(name) is { Kind: ConfigKind.Table } known)
        {
            return known;
        }

        var made = new ConfigNode(ConfigKind.Table, like.KeyAt, like.At);
        parent.Set(name, made);
        return made;
    }
}
