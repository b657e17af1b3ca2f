using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>config_path is a list of directories with a directory per registry; a hosts.toml that is no TOML fails each pull from there.</summary>
internal sealed class RegistryHostsRule : ConfigRule
{
    private const int RegistryLimit = 64;

    public override string Name => "registry_hosts";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        var nodes = new[] { context.Cri.IsEnabled ? context.Cri.Registry?.Child("config_path") : null, context.Config.Find(PluginIds.Transfer, "config_path") };
        foreach (var node in nodes)
        {
            foreach (var directory in node?.Text?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [])
            {
                foreach (var problem in CheckDirectory(context, node!, directory))
                {
                    yield return problem;
                }
            }
        }
    }

    private IEnumerable<ConfigProblem> CheckDirectory(RuleContext context, ConfigNode node, string directory)
    {
        var kind = context.Files.Stamp(directory).Kind;
        if (kind is PathKind.Missing or PathKind.BehindFile)
        {
            yield return Warning(node.At, $"{directory} does not exist: no registry setting applies", "Create the directory, or correct the path.");
        }
        else if (kind is not (PathKind.Directory or PathKind.Denied))
        {
            yield return Warning(node.At, $"{directory} is no directory: no registry setting applies", "Name the directory that holds one directory per registry.");
        }

        foreach (var registry in context.Files.Names(directory, RegistryLimit))
        {
            var file = ConfigFileReader.Read(context.Files, $"{directory}/{registry}/hosts.toml", importedAt: null);
            foreach (var error in file.Errors.Take(1))
            {
                yield return Warning(error.At, $"hosts.toml is no TOML: pulls from {registry} fail", "Correct the line; containerd reads the file at each pull, without a restart.");
            }
        }
    }
}
