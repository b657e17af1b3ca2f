using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Containerd.Config;

/// <summary>
/// From version 3 to 4: the tables grpc, ttrpc, debug and metrics become sections of server plugins, unless the file has
/// those already (cmd/containerd/server/config/config.go serviceMigrate at 2.3).
/// </summary>
internal static class ServerMigration
{
    private static readonly (string Table, string Plugin, (string From, string To)[] Keys)[] Moves =
    [
        ("grpc", PluginIds.ServerGrpc,
            [("address", "address"), ("uid", "uid"), ("gid", "gid"), ("max_recv_message_size", "max_recv_message_size"), ("max_send_message_size", "max_send_message_size")]),
        ("grpc", PluginIds.ServerGrpcTcp,
            [("tcp_address", "address"), ("tcp_tls_ca", "tls_ca"), ("tcp_tls_cert", "tls_cert"), ("tcp_tls_key", "tls_key"), ("tcp_tls_common_name", "tls_common_name")]),
        ("ttrpc", PluginIds.ServerTtrpc, [("address", "address"), ("uid", "uid"), ("gid", "gid")]),
        ("debug", PluginIds.ServerDebug, [("address", "address"), ("uid", "uid"), ("gid", "gid")]),
        ("metrics", PluginIds.ServerMetrics, [("address", "address")]),
        ("metrics", PluginIds.GrpcPrometheus, [("grpc_histogram", "grpc_histogram")]),
    ];

    public static void Apply(ConfigNode root)
    {
        foreach (var (table, plugin, keys) in Moves)
        {
            if (root.Child(table) is not { Kind: ConfigKind.Table } source || root.Find("plugins", plugin) is not null)
            {
                continue;
            }

            var section = new ConfigNode(ConfigKind.Table, source.KeyAt, source.At);
            foreach (var (from, to) in keys)
            {
                if (source.Child(from) is { IsZero: false } value)
                {
                    section.Set(to, value);
                }
            }

            if (section.Children.Count > 0)
            {
                PluginsOf(root, source).Set(plugin, section);
            }
        }
    }

    private static ConfigNode PluginsOf(ConfigNode root, ConfigNode like)
    {
        if (root.Child("plugins") is { Kind: ConfigKind.Table } known)
        {
            return known;
        }

        var made = new ConfigNode(ConfigKind.Table, like.KeyAt, like.At);
        root.Set("plugins", made);
        return made;
    }
}
