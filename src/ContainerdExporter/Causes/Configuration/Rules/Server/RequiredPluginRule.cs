namespace ContainerdExporter.Causes.Configuration.Rules.Server;

/// <summary>A required plugin that is not there, or is disabled, stops the start.</summary>
internal sealed class RequiredPluginRule : ConfigRule
{
    public override string Name => "required_plugin";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        var proxies = ProxyPlugins.Of(context).Select(proxy => proxy.Id).ToList();
        foreach (var item in context.Top("required_plugins")?.Items ?? [])
        {
            if (item.Text is not { } id)
            {
                continue;
            }

            var matching = context.Model.Plugins.Values.Where(plugin => id == (context.Config.UsesShortIds ? plugin.ShortId : plugin.Id)).ToList();
            if (matching.Count == 0 && !proxies.Contains(id))
            {
                var known = context.Config.UsesShortIds ? context.Model.Plugins.Values.Select(plugin => plugin.ShortId) : context.Model.Plugins.Keys;
                var hint = Spelling.Hint(id, known);
                yield return Fatal(item.At, $"{context.Daemon} has no plugin {id}", hint.Length > 0 ? hint : "Remove it from required_plugins.");
            }
            else if (matching.Count > 0 && matching.All(plugin => context.IsDisabled(plugin.Id)))
            {
                yield return Fatal(item.At, $"{id} is required and disabled", "Remove it from one of the two lists.");
            }
        }
    }
}
