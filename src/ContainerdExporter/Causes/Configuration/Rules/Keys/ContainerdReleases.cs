using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Keys;

/// <summary>The modelled release lines, to say where something exists.</summary>
internal static class ContainerdReleases
{
    private static readonly ContainerdRelease[] Lines =
        [new(1, 6, 39), new(1, 7, 34), new(2, 0, 11), new(2, 1, 9), new(2, 2, 7), new(2, 3, 4)];

    /// <summary>"it is there from 2.0 on", "it was there until 1.7"; null for a plugin of no release.</summary>
    public static string? FirstWith(string plugin)
    {
        var having = Lines.Where(line => ConfigModel.Of(line).Plugins.ContainsKey(plugin)).ToList();
        return having.Count == 0 ? null
            : having[^1] == Lines[^1] ? $"it is there from {having[0].Major}.{having[0].Minor} on"
            : $"it was there until {having[^1].Major}.{having[^1].Minor}";
    }
}
