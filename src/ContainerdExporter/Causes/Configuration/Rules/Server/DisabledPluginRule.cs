using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Server;

/// <summary>
/// Disabling what others need kills those too. Disabling CRI is a choice, as in Docker's package, unless a kubelet runs
/// on the node.
/// </summary>
internal sealed class DisabledPluginRule : ConfigRule
{
    public override string Name => "disabled_plugin";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        foreach (var item in context.Top("disabled_plugins")?.Items ?? [])
        {
            if (item.Text is not { } id)
            {
                continue;
            }

            var matching = context.Model.Plugins.Values.Where(plugin => id == (context.Config.UsesShortIds ? plugin.ShortId : plugin.Id)).ToList();
            foreach (var problem in matching.Count == 0 ? [Unknown(context, item, id)] : matching.SelectMany(plugin => Judge(context, item, plugin)))
            {
                yield return problem;
            }
        }
    }

    private IEnumerable<ConfigProblem> Judge(RuleContext context, ConfigNode item, PluginModel plugin)
    {
        if (plugin.Id == PluginIds.Cri && context.Facts.KubeletRuns)
        {
            yield return Degraded(item.At, "CRI is disabled, and a kubelet runs on this node", "Remove it from disabled_plugins; Docker's package puts it there.");
        }

        // Another snapshotter than the one in use is no loss.
        var isOther = plugin.Id.StartsWith(PluginIds.SnapshotterType, StringComparison.Ordinal) && !SnapshotterInUse(context, plugin.ShortId);
        var dead = plugin.FailWithout.Where(other => context.IsLoaded(other) && !(IsPartOfCri(other) && !context.Cri.IsEnabled)).ToList();
        if (dead.Count > 0 && !isOther)
        {
            yield return Degraded(item.At, $"without {plugin.Id} {string.Join(", ", dead.Take(3))}{(plugin.CriFailsWithout ? " and others" : string.Empty)} cannot load", "Remove it from disabled_plugins.");
        }
    }

    /// <summary>Plugins of 2.x that serve CRI alone: whoever disables CRI does not miss them.</summary>
    private static bool IsPartOfCri(string id) => id is
        PluginIds.Cri or PluginIds.CriImages or PluginIds.CriRuntime or
        "io.containerd.podsandbox.controller.v1.podsandbox" or "io.containerd.grpc.v1.sandbox-controllers";

    private ConfigProblem Unknown(RuleContext context, ConfigNode item, string id)
    {
        var known = context.Config.UsesShortIds ? context.Model.Plugins.Values.Select(plugin => plugin.ShortId) : context.Model.Plugins.Keys;
        var hint = PluginIds.Renamed.TryGetValue(id, out var renamed) && !context.Release.IsV1
            ? $"It is called {renamed} now."
            : Spelling.Hint(id, known);
        return Warning(item.At, $"{context.Daemon} has no plugin {id}, so nothing is disabled", hint.Length > 0 ? hint : "Remove it from the list.");
    }

    private static bool SnapshotterInUse(RuleContext context, string name) => (context.Cri.Snapshotter?.Text ?? "overlayfs") == name;
}
