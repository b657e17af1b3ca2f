using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Server;

/// <summary>A plugin behind a socket. Its type is null when the release does not know it.</summary>
internal sealed record ProxyPlugin(string Name, ConfigNode Table, string? Type)
{
    public string Id => $"{Type}.{Name}";
}

/// <summary>The proxy plugins of a configuration (LoadPlugins in services/server/server.go and cmd/containerd/server/server.go).</summary>
internal static class ProxyPlugins
{
    public static IEnumerable<ProxyPlugin> Of(RuleContext context) =>
        from entry in context.Top("proxy_plugins")?.Children ?? ConfigNode.NoChildren
        where entry.Value.Kind == ConfigKind.Table
        select new ProxyPlugin(entry.Key, entry.Value, TypeOf(entry.Value.Child("type")?.Text, context.Release));

    private static readonly string[] OldTypes = ["snapshot", "content"];

    /// <summary>Types by their short name, with the first release that takes each.</summary>
    public static IEnumerable<string> KnownTypes(ContainerdRelease release) =>
        OldTypes
            .Concat(release >= new ContainerdRelease(1, 7, 0) ? ["diff"] : [])
            .Concat(release >= new ContainerdRelease(2, 0, 0) ? ["sandbox"] : []);

    private static string? TypeOf(string? type, ContainerdRelease release)
    {
        foreach (var known in KnownTypes(release))
        {
            var full = known switch
            {
                "snapshot" => PluginIds.SnapshotterType,
                "content" => "io.containerd.content.v1",
                "diff" => PluginIds.DifferType,
                _ => "io.containerd.sandbox.controller.v1",
            };
            if (type == known || type == full)
            {
                return full;
            }
        }

        return null;
    }
}
