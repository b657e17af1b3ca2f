using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Keys;

/// <summary>From version 2 on plugins are named by full ids; a short one stops the start where the release checks it.</summary>
internal sealed class PluginIdRule : ConfigRule
{
    public override string Name => "plugin_id";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (context.Config.UsesShortIds)
        {
            yield break;
        }

        foreach (var list in new[] { "disabled_plugins", "required_plugins" })
        {
            foreach (var item in context.Top(list)?.Items ?? [])
            {
                if (item.Text is { } id && !IsFullId(id, context.Release))
                {
                    yield return Fatal(item.At, $"\"{id}\" is no plugin id", Fix(id));
                }
            }
        }

        // 2.x no longer checks the sections' names.
        foreach (var (name, section) in context.Release.IsV1 ? context.Config.Sections : [])
        {
            if (!IsFullId(name, context.Release))
            {
                yield return Fatal(section.At, $"\"{name}\" is no plugin id in a file of version {context.Config.Version}", Fix(name));
            }
        }
    }

    /// <summary>services/server/config/config.go ValidateV2, cmd/containerd/server/config/config.go ValidateVersion.</summary>
    private static bool IsFullId(string id, ContainerdRelease release) =>
        release < new ContainerdRelease(1, 7, 0) ? id.Split('.').Length >= 4
        : release.IsV1 ? id.StartsWith("io.containerd.", StringComparison.Ordinal) && id.Split('.').Length >= 4
        : id.Contains('.', StringComparison.Ordinal);

    private static string Fix(string id) => $"Write the full id, probably \"{ConfigMigration.FullId(id)}\".";
}
