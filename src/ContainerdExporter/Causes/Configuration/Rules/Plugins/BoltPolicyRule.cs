using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Plugins;

/// <summary>How namespaces share content (metadata/plugin/plugin.go BoltConfig.Validate); a wrong policy kills metadata and all that needs it.</summary>
internal sealed class BoltPolicyRule : ConfigRule
{
    public override string Name => "content_policy";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (context.IsLoaded(PluginIds.Bolt) && context.Config.Find(PluginIds.Bolt, "content_sharing_policy") is { Text: { Length: > 0 } policy and not ("shared" or "isolated") } node)
        {
            yield return Degraded(node.At, $"\"{policy}\" is no sharing policy: no metadata, no images, no containers", "Choose \"shared\" or \"isolated\".");
        }
    }
}
