using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Keys;

/// <summary>Where 2.x keeps what the CRI section of version 2 held.</summary>
internal static class MovedKeys
{
    /// <summary>The section of 2.x that a key of the CRI section of version 2 belongs to; null for one that it never had.</summary>
    public static string? NewHome(string key)
    {
        var old = ConfigModel.Of(new ContainerdRelease(1, 7, 34)).Plugins[PluginIds.Cri].Schema;
        return !old.Children.ContainsKey(key) || ConfigMigration.ServerKeys.Contains(key) ? null
            : key == "sandbox_image" ? $"{PluginIds.CriImages}\".pinned_images, as sandbox"
            : ConfigMigration.ImageKeys.Contains(key) ? $"{PluginIds.CriImages}\""
            : $"{PluginIds.CriRuntime}\"";
    }

    /// <summary>Whether a key unknown in a section is one that only lives elsewhere in this release.</summary>
    public static bool Covers(ContainerdRelease release, string plugin, string key) =>
        !release.IsV1 && plugin == PluginIds.Cri && NewHome(key) is not null;
}
