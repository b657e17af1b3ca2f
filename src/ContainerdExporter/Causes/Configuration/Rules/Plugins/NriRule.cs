using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Plugins;

/// <summary>NRI opens its socket while CRI starts, and its failure ends the daemon. It is on by default from 2.0.</summary>
internal sealed class NriRule : ConfigRule
{
    public override string Name => "nri";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        var isOn = context.IsLoaded(PluginIds.Nri) && context.Cri.IsEnabled &&
            (context.Config.Find(PluginIds.Nri, "disable") is { } disable ? disable.Scalar is false : !context.Release.IsV1);
        if (!isOn || context.Config.Find(PluginIds.Nri, "disable_connections") is { IsTrue: true })
        {
            yield break;
        }

        if (context.Config.Find(PluginIds.Nri, "socket_path") is { Text: ['/', ..] path } node)
        {
            if (PathRules.BlockerOf(context.Files, Path.GetDirectoryName(path) ?? "/") is { } blocker)
            {
                yield return Fatal(node.At, $"the NRI socket cannot be made: {blocker} is not a directory", "Correct the path, or set disable = true.");
            }
        }
    }
}
