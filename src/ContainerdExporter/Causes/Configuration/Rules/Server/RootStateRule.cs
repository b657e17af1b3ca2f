using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Server;

/// <summary>root, state and temp: different, absolute, directories, and the root on a disk (services/server/server.go CreateTopLevelDirectories).</summary>
internal sealed class RootStateRule : ConfigRule
{
    private const string DefaultRoot = "/var/lib/containerd";
    private const string DefaultState = "/run/containerd";

    public override string Name => "root_state";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        var root = context.Flags.Root is null ? context.Server.Root : null;
        var state = context.Flags.State is null ? context.Server.State : null;
        var rootPath = context.Flags.Root ?? root?.Text ?? DefaultRoot;
        var statePath = context.Flags.State ?? state?.Text ?? DefaultState;
        if (rootPath == statePath)
        {
            yield return Fatal((state ?? root)?.At, "root and state are the same directory", $"Give them different paths, as {DefaultRoot} and {DefaultState}.");
        }

        foreach (var node in new[] { root, state, context.Top("temp") })
        {
            if (node is { Text: { } path })
            {
                foreach (var problem in CheckPath(context, node, path))
                {
                    yield return problem;
                }
            }
        }

        if (context.Facts.FileSystemOf(rootPath) is "tmpfs" or "ramfs")
        {
            yield return Warning(root?.At, $"root {rootPath} is on a file system in memory: images and containers are lost on a reboot and fill the memory", "Put it on a disk.");
        }
    }

    private IEnumerable<ConfigProblem> CheckPath(RuleContext context, ConfigNode node, string path)
    {
        if (!path.StartsWith('/'))
        {
            yield return Warning(node.At, "the path is not absolute: it depends on the directory that containerd was started in", "Write the full path.");
        }
        else if (PathRules.BlockerOf(context.Files, path) is { } blocker)
        {
            yield return Fatal(node.At, $"{blocker} is not a directory", "Correct the path, or move what is in its way.");
        }
    }
}
