using ContainerdExporter.Causes.Configuration.Rules.Server;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>Which snapshotters there are, and which can work on this node.</summary>
internal static class Snapshotters
{
    /// <summary>What is wrong with a snapshotter's name; null when it should load.</summary>
    public static string? Mistake(RuleContext context, string name)
    {
        if (ProxiesOf(context).Any(proxy => proxy == name))
        {
            return null;
        }

        var id = $"{PluginIds.SnapshotterType}.{name}";
        return !context.Model.Plugins.ContainsKey(id) ? $"{context.Daemon} has no snapshotter \"{name}\""
            : context.IsDisabled(id) ? $"the snapshotter {name} is disabled"
            : Unusable(context, name);
    }

    public static IEnumerable<string> Usable(RuleContext context) =>
        Known(context).Where(name => Mistake(context, name) is null);

    public static IEnumerable<string> Known(RuleContext context) =>
        context.Model.Plugins.Keys
            .Where(id => id.StartsWith($"{PluginIds.SnapshotterType}.", StringComparison.Ordinal))
            .Select(id => id[(PluginIds.SnapshotterType.Length + 1)..])
            .Concat(ProxiesOf(context));

    /// <summary>Those that need a file system of their own, or a pool, skip themselves when they load without it.</summary>
    private static string? Unusable(RuleContext context, string name)
    {
        var section = context.Config.Section($"{PluginIds.SnapshotterType}.{name}");
        var root = context.Flags.Root ?? context.Server.Root?.Text ?? "/var/lib/containerd";
        var directory = section?.Child("root_path") is { Text: { Length: > 0 } own } ? own : $"{root}/{PluginIds.SnapshotterType}.{name}";
        switch (name)
        {
            case "btrfs" or "zfs":
                return context.Facts.FileSystemOf(directory) is { } type && type != name ? $"{directory} is on {type}, not on {name}" : null;
            case "devmapper":
                return section?.Child("pool_name") is not { IsZero: false } ? "devmapper has no pool_name"
                    : section.Child("base_image_size") is not { IsZero: false } ? "devmapper has no base_image_size" : null;
            case "blockfile":
                return section?.Child("scratch_file") is { Text: { Length: > 0 } file } && context.Files.Stamp(file).Kind == PathKind.File
                    ? null
                    : "blockfile has no scratch_file that exists";
            case "aufs":
                return "aufs is not part of the Linux kernel";
            default:
                return null;
        }
    }

    private static IEnumerable<string> ProxiesOf(RuleContext context) =>
        ProxyPlugins.Of(context).Where(proxy => proxy.Type == PluginIds.SnapshotterType).Select(proxy => proxy.Name);
}
