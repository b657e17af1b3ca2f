using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Plugins;

/// <summary>Directories that a plugin makes when it loads: it fails where something else is in the way.</summary>
internal sealed class PluginDirectoryRule : ConfigRule
{
    public override string Name => "plugin_directory";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        foreach (var plugin in context.Model.Plugins.Keys.Where(context.IsLoaded))
        {
            var key = plugin == PluginIds.Opt ? "path"
                : plugin is "io.containerd.snapshotter.v1.overlayfs" or "io.containerd.snapshotter.v1.native" ? "root_path"
                : null;
            if (key is not null && context.Config.Find(plugin, key) is { Text: ['/', ..] path } node && PathRules.BlockerOf(context.Files, path) is { } blocker)
            {
                var message = $"{plugin} cannot load: {blocker} is not a directory";
                const string Fix = "Correct the path, or move what is in its way.";

                // 1.x does without a snapshotter that nobody uses; in 2.x metadata fails with it, and everything with that.
                yield return context.Release.IsV1 && plugin.EndsWith(".native", StringComparison.Ordinal) && context.Cri.Snapshotter is not { Text: "native" }
                    ? Warning(node.At, message, Fix)
                    : Degraded(node.At, message, Fix);
            }
        }
    }
}
