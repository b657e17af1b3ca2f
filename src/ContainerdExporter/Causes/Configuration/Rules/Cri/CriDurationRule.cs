using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>CRI's durations are strings that are parsed when it loads.</summary>
internal sealed class CriDurationRule : ConfigRule
{
    public override string Name => "cri_duration";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (!context.Cri.IsEnabled)
        {
            yield break;
        }

        foreach (var node in new[] { context.Cri.Server("stream_idle_timeout"), context.Cri.Image("image_pull_progress_timeout"), context.Cri.Runtime("drain_exec_sync_io_timeout") })
        {
            if (node is { Text: { Length: > 0 } text } && IsParsed(context, node) && !GoDuration.IsValid(text))
            {
                yield return Degraded(node.At, $"\"{text}\" is no duration: CRI cannot load", "Write a number with a unit: \"500ms\", \"10s\", \"4h0m0s\".");
            }
        }
    }

    /// <summary>Whether the release knows the key at all.</summary>
    private static bool IsParsed(RuleContext context, ConfigNode node) =>
        new[] { context.Cri.RuntimeSection, context.Cri.ImageSection, Containerd.Config.Model.PluginIds.Cri }
            .Any(id => context.Config.Section(id)?.Children.Any(entry => entry.Value == node && context.Model.Plugins[id].Schema.Children.ContainsKey(entry.Key)) == true);
}
