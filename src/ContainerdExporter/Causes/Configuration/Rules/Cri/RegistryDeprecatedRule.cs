using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>mirrors, configs and auths are deprecated in favour of hosts.toml files; mirrors and auths since 1.5 and 1.3, configs since 1.7.</summary>
internal sealed class RegistryDeprecatedRule : ConfigRule
{
    public override string Name => "registry_deprecated";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (!context.Cri.IsEnabled || context.Cri.Registry is not { } registry)
        {
            yield break;
        }

        foreach (var key in new[] { "mirrors", "configs", "auths" })
        {
            if (registry.Child(key) is { Children.Count: > 0 } table && (key != "configs" || context.Release >= new ContainerdRelease(1, 7, 0)))
            {
                yield return Warning(
                    table.KeyAt,
                    $"registry.{key} is deprecated and due for removal in 2.4",
                    key == "auths" ? "Use imagePullSecrets." : "Use hosts.toml files below config_path, as /etc/containerd/certs.d/docker.io/hosts.toml.");
            }
        }
    }
}
