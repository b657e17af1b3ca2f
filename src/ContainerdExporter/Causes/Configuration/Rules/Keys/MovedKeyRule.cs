using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Keys;

/// <summary>Keys of the CRI section of version 2 in a file that 2.x reads as its own version: they are ignored.</summary>
internal sealed class MovedKeyRule : ConfigRule
{
    public override string Name => "moved_key";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (context.Release.IsV1 || context.Config.Section(PluginIds.Cri) is not { } section)
        {
            yield break;
        }

        foreach (var (name, value) in section.Children)
        {
            if (MovedKeys.NewHome(name) is { } home)
            {
                yield return Warning(
                    value.KeyAt,
                    $"{name} has no effect here in a file that {context.Daemon} reads as version {context.Config.Version}",
                    $"Move it to [plugins.\"{home}], or give the file \"version = 2\" so that it is migrated.");
            }
        }
    }
}
