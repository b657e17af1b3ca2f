using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Server;

/// <summary>Proxy plugins: a type that the release takes, a name that is free, a socket that is there.</summary>
internal sealed class ProxyPluginRule : ConfigRule
{
    public override string Name => "proxy_plugin";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        foreach (var proxy in ProxyPlugins.Of(context))
        {
            var type = proxy.Table.Child("type");
            if (proxy.Type is null)
            {
                yield return Fatal(
                    (type ?? proxy.Table).At,
                    type is null ? $"{proxy.Name} has no type: {context.Daemon} ends in a panic" : $"{context.Daemon} knows no proxy plugin of type \"{type.Text}\" and ends in a panic",
                    $"Choose one of {string.Join(", ", ProxyPlugins.KnownTypes(context.Release))}.");
                continue;
            }

            if (context.Model.Plugins.ContainsKey(proxy.Id))
            {
                yield return Fatal(proxy.Table.KeyAt, $"{context.Daemon} has a plugin {proxy.Id} of its own and ends in a panic", "Choose another name.");
            }

            if (proxy.Type == "io.containerd.content.v1" && !context.Release.IsV1 && context.IsLoaded("io.containerd.content.v1.content"))
            {
                yield return Degraded(
                    proxy.Table.KeyAt,
                    $"two content stores: {context.Daemon} loads neither metadata nor what needs it",
                    "Disable io.containerd.content.v1.content, or remove the proxy.");
            }

            foreach (var problem in CheckSocket(context, proxy))
            {
                yield return problem;
            }
        }
    }

    private IEnumerable<ConfigProblem> CheckSocket(RuleContext context, ProxyPlugin proxy)
    {
        if (proxy.Table.Child("address") is not { Text: { Length: > 0 } address } node)
        {
            yield return Warning(proxy.Table.KeyAt, $"{proxy.Name} has no address: each call to it fails", "Write the path of the plugin's socket.");
            yield break;
        }

        if (!address.StartsWith('/'))
        {
            // containerd puts unix:// before it, and 1.7 tries at once.
            var isV17 = context.Release is { Major: 1, Minor: 7 };
            yield return new ConfigProblem(
                Name,
                isV17 ? ProblemSeverity.Degraded : ProblemSeverity.Warning,
                node.At,
                $"\"{address}\" is no absolute path: {(isV17 ? "the plugin cannot load" : "each call to the plugin fails")}",
                "Write the path of the plugin's socket alone, without unix://.");
            yield break;
        }

        var kind = context.Files.Stamp(address).Kind;
        if (kind is PathKind.Missing or PathKind.BehindFile)
        {
            yield return Warning(node.At, $"nothing is at {address}: each call to {proxy.Name} fails until the plugin runs", "Start the plugin before containerd, or correct the path.");
        }
        else if (kind is not (PathKind.Socket or PathKind.Denied))
        {
            yield return Warning(node.At, $"{address} is no socket: each call to {proxy.Name} fails", "Correct the path.");
        }
    }
}
