using ContainerdExporter.Causes.Configuration.Rules.Server;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Plugins;

/// <summary>The differs that unpack layers (services/diff/local.go): each must be there.</summary>
internal sealed class DifferRule : ConfigRule
{
    public override string Name => "differ";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (!context.IsLoaded(PluginIds.DiffService))
        {
            yield break;
        }

        var known = context.Model.Plugins.Keys
            .Where(id => id.StartsWith($"{PluginIds.DifferType}.", StringComparison.Ordinal) && context.IsLoaded(id))
            .Concat(ProxyPlugins.Of(context).Where(proxy => proxy.Type == PluginIds.DifferType).Select(proxy => proxy.Id))
            .Select(id => id[(PluginIds.DifferType.Length + 1)..])
            .ToList();
        foreach (var item in context.Config.Find(PluginIds.DiffService, "default")?.Items ?? [])
        {
            if (item.Text is { } name && !known.Contains(name))
            {
                yield return Degraded(item.At, $"there is no differ {name}: the diff service and CRI cannot load", $"Choose from {string.Join(", ", known)}.");
            }
        }
    }
}
