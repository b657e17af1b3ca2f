using ContainerdExporter.Causes.Configuration.Rules.Cri;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Plugins;

/// <summary>The transfer service's unpack_config names snapshotters that must be there; from 2.1 on CRI needs the service.</summary>
internal sealed class UnpackRule : ConfigRule
{
    public override string Name => "unpack_config";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (!context.IsLoaded(PluginIds.Transfer))
        {
            yield break;
        }

        foreach (var entry in context.Config.Find(PluginIds.Transfer, "unpack_config")?.Items ?? [])
        {
            if (entry.Child("snapshotter") is { Text: { Length: > 0 } name } node && Snapshotters.Mistake(context, name) is { } mistake)
            {
                yield return Degraded(node.At, $"the transfer service cannot load: {mistake}", $"Choose from {string.Join(", ", Snapshotters.Usable(context))}.");
            }
        }
    }
}
