using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Containerd.Config;

/// <summary>The type assertions in containerd's migration from version 2 to 3 that fail (plugins/cri/*/plugin.go, core/runtime/v2/shim_manager.go).</summary>
internal static class MigrationMisfits
{
    private const string Table = "a table";

    public static IEnumerable<MigrationMisfit> In(ConfigNode plugins)
    {
        foreach (var id in new[] { PluginIds.Cri, PluginIds.CriImages, PluginIds.Task })
        {
            if (plugins.Child(id) is { Kind: not ConfigKind.Table } section && (id != PluginIds.CriImages || plugins.Child(PluginIds.Cri) is not null))
            {
                yield return new MigrationMisfit(section, Table);
            }
        }

        if (plugins.Child(PluginIds.Cri) is not { Kind: ConfigKind.Table } cri)
        {
            yield break;
        }

        if (cri.Find("cni", "bin_dir") is { Kind: not ConfigKind.String } directory)
        {
            yield return new MigrationMisfit(directory, "a string");
        }

        if (cri.Child("containerd") is { } containerd)
        {
            foreach (var misfit in InContainerd(containerd))
            {
                yield return misfit;
            }
        }
    }

    private static IEnumerable<MigrationMisfit> InContainerd(ConfigNode containerd)
    {
        if (containerd.Kind != ConfigKind.Table)
        {
            yield return new MigrationMisfit(containerd, Table);
            yield break;
        }

        if (containerd.Child("runtimes") is not { } runtimes)
        {
            yield break;
        }

        if (runtimes.Kind != ConfigKind.Table)
        {
            yield return new MigrationMisfit(runtimes, Table);
        }

        foreach (var handler in runtimes.Children.Values.Where(handler => handler.Kind != ConfigKind.Table))
        {
            yield return new MigrationMisfit(handler, Table);
        }
    }
}
