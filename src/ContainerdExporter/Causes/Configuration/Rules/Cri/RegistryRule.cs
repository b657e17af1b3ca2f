using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>Registry settings that exclude each other, or cannot be read, keep CRI from loading.</summary>
internal sealed class RegistryRule : ConfigRule
{
    public override string Name => "registry";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (!context.Cri.IsEnabled || context.Cri.Registry is not { } registry)
        {
            yield break;
        }

        if (registry.Child("config_path") is { IsZero: false })
        {
            if (registry.Child("mirrors") is { Children.Count: > 0 } mirrors)
            {
                yield return Degraded(mirrors.KeyAt, "mirrors cannot be set together with config_path: CRI cannot load", "Move the mirrors to a hosts.toml below config_path.");
            }

            foreach (var (_, host) in registry.Child("configs")?.Children ?? ConfigNode.NoChildren)
            {
                if (context.Release.IsV1 && host.Child("tls") is { } tls)
                {
                    yield return Degraded(tls.KeyAt, "tls cannot be set together with config_path: CRI cannot load", "Move the certificates to a hosts.toml below config_path.");
                }
            }
        }

        // The name may hold a password and is not repeated.
        foreach (var (url, auth) in registry.Child("auths")?.Children ?? ConfigNode.NoChildren)
        {
            if (!GoUrl.CanParse(url))
            {
                yield return Degraded(auth.KeyAt, "this is no URL: CRI cannot load", "Write the registry's name, as \"registry.example:5000\".");
            }
        }
    }
}
