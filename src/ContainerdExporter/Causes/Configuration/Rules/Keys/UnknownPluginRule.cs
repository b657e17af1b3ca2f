using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Keys;

/// <summary>A section for a plugin that the release does not have is ignored without a word.</summary>
internal sealed class UnknownPluginRule : ConfigRule
{
    public override string Name => "unknown_plugin";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        var known = context.Config.UsesShortIds
            ? context.Model.Plugins.Values.Select(plugin => plugin.ShortId).ToHashSet(StringComparer.Ordinal)
            : context.Model.Plugins.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var (name, section) in context.Config.Sections)
        {
            if (!known.Contains(name))
            {
                yield return Judge(context, name, section, known);
            }
        }
    }

    private ConfigProblem Judge(RuleContext context, string name, ConfigNode section, IEnumerable<string> known)
    {
        if (context.Config.UsesShortIds && context.Model.Plugins.ContainsKey(name))
        {
            return Warning(section.At, $"without \"version = 2\" {context.Daemon} knows plugins by short names and ignores this section", "Begin the file with \"version = 2\".");
        }

        if (PluginIds.Renamed.TryGetValue(name, out var renamed) && !context.Release.IsV1)
        {
            return Warning(section.At, $"{context.Daemon} has no plugin {name}: it is called {renamed} now", $"Rename the section to [plugins.\"{renamed}\"].");
        }

        var since = ContainerdReleases.FirstWith(name);
        if (since is not null)
        {
            return Warning(section.At, $"{context.Daemon} has no plugin {name} and ignores its section; {since}", Advice(context, name));
        }

        var hint = Spelling.Hint(name, known);
        return Warning(section.At, $"{context.Daemon} has no plugin {name} and ignores its section", hint.Length > 0 ? hint : "Remove the section if it is not for a plugin of your own build.");
    }

    private static string Advice(RuleContext context, string name) =>
        context.Release.IsV1 && name is PluginIds.CriImages or PluginIds.CriRuntime
            ? $"In containerd 1.x these settings belong to [plugins.\"{PluginIds.Cri}\"] of a file with \"version = 2\"."
            : "Remove the section.";
}
