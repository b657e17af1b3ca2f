using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>What a working 1.x configuration loses on the step to 2.x. Only settings that differ from the default.</summary>
internal sealed class UpgradeRule : ConfigRule
{
    public override string Name => "upgrade";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (!context.Release.IsV1 || context.Config.Version != 2)
        {
            yield break;
        }

        if (context.Top("plugin_dir") is { IsZero: false } plugins)
        {
            yield return Warning(plugins.KeyAt, "2.1 no longer loads plugins from a directory", "Turn them into proxy plugins.");
        }

        foreach (var (_, host) in context.Cri.Registry?.Child("configs")?.Children ?? ConfigNode.NoChildren)
        {
            if (host.Child("tls") is { Children.Count: > 0 } tls)
            {
                yield return Warning(tls.KeyAt, "2.0 ignores the certificates of registry.configs", "Move them to a hosts.toml below config_path.");
            }
        }

        if (context.Cri.Runtime("disable_cgroup") is { IsTrue: true } cgroup)
        {
            yield return Warning(cgroup.KeyAt, "disable_cgroup is gone in 2.0", "Remove it; a rootless containerd needs delegated cgroups.");
        }

        foreach (var (_, table) in context.Cri.Handlers)
        {
            if (table.Find("options", "CriuPath") is { IsZero: false } criu)
            {
                yield return Warning(criu.KeyAt, "CriuPath is gone in 2.0", "Put criu into the daemon's PATH.");
            }
        }

        if (context.Config.Section(PluginIds.Otlp) is { } otlp && otlp.Child("endpoint") is { IsZero: false } endpoint)
        {
            yield return Warning(endpoint.KeyAt, "2.0 takes tracing from the environment and ignores this", "Set OTEL_EXPORTER_OTLP_ENDPOINT in the unit before the upgrade.");
        }
    }
}
