using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>The daemon's own endpoints: tables at the top level until 2.2, plugins from 2.3 on.</summary>
internal sealed class ServerConfig(RuleContext context)
{
    private bool ArePlugins => context.Release.NewestFileVersion >= 4;

    public ConfigNode? Root => context.Top("root");

    public ConfigNode? State => context.Top("state");

    public ConfigNode? Address => ArePlugins ? context.Config.Find(PluginIds.ServerGrpc, "address") : context.Top("grpc", "address");

    public ConfigNode? TtrpcAddress => ArePlugins ? context.Config.Find(PluginIds.ServerTtrpc, "address") : context.Top("ttrpc", "address");

    public ConfigNode? DebugAddress => ArePlugins ? context.Config.Find(PluginIds.ServerDebug, "address") : context.Top("debug", "address");

    public ConfigNode? MetricsAddress => ArePlugins ? context.Config.Find(PluginIds.ServerMetrics, "address") : context.Top("metrics", "address");

    public ConfigNode? TcpAddress => ArePlugins ? context.Config.Find(PluginIds.ServerGrpcTcp, "address") : context.Top("grpc", "tcp_address");

    public ConfigNode? Tls(string name) =>
        ArePlugins ? context.Config.Find(PluginIds.ServerGrpcTcp, $"tls_{name}") : context.Top("grpc", $"tcp_tls_{name}");
}
