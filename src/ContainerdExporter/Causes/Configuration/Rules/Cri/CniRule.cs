using System.Text.Json;
using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>The pod network's directories, programs and configuration. Absence matters only where a kubelet wants pods.</summary>
internal sealed class CniRule : ConfigRule
{
    private const string DefaultConfDir = "/etc/cni/net.d";
    private const string DefaultBinDir = "/opt/cni/bin";
    private const int NameLimit = 64;
    private const int SizeLimit = 1 << 20;

    public override string Name => "cni";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (!context.Cri.IsEnabled)
        {
            yield break;
        }

        var binDirs = context.Cri.Runtime("cni", "bin_dirs");
        if (!context.Release.IsV1 && context.Cri.Runtime("cni", "bin_dir") is { IsZero: false } binDir && binDirs is { Items.Count: > 0 })
        {
            yield return Degraded(binDir.KeyAt, "bin_dir and bin_dirs cannot be set both: CRI cannot load", "Remove bin_dir; it is deprecated.");
        }

        foreach (var (directory, node) in ConfDirs(context))
        {
            if (directory.StartsWith('/') && PathRules.BlockerOf(context.Files, directory) is { } blocker)
            {
                yield return Degraded(node?.At, $"CRI cannot load: {blocker} is not a directory", "Correct the path, or move what is in its way.");
            }
            else if (context.Facts.KubeletRuns)
            {
                foreach (var problem in CheckNetworks(context, directory, node))
                {
                    yield return problem;
                }
            }
        }

        if (context.Facts.KubeletRuns)
        {
            foreach (var problem in CheckPrograms(context, binDirs))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<(string Directory, ConfigNode? Node)> ConfDirs(RuleContext context)
    {
        var main = context.Cri.Runtime("cni", "conf_dir");
        if (main is not { IsZero: true })
        {
            yield return (main?.Text ?? DefaultConfDir, main);
        }

        foreach (var (_, table) in context.Cri.Handlers)
        {
            if (table.Child("cni_conf_dir") is { Text: { Length: > 0 } own } node)
            {
                yield return (own, node);
            }
        }
    }

    private IEnumerable<ConfigProblem> CheckNetworks(RuleContext context, string directory, ConfigNode? node)
    {
        var networks = context.Files.Names(directory, NameLimit)
            .Where(name => Path.GetExtension(name) is ".conf" or ".conflist" or ".json")
            .ToList();
        if (networks.Count == 0)
        {
            yield return Warning(node?.At, $"no network configuration in {directory}: the node is NotReady", "Install the cluster's network plugin.");
        }

        foreach (var name in networks)
        {
            var path = $"{directory}/{name}";
            if (context.Files.Read(path, SizeLimit) is { } bytes && !IsJson(bytes))
            {
                yield return Warning(node?.At, $"{path} is no JSON: no pod network comes of it", "Correct the file, or move it away.");
            }
        }
    }

    private IEnumerable<ConfigProblem> CheckPrograms(RuleContext context, ConfigNode? binDirs)
    {
        var single = context.Cri.Runtime("cni", "bin_dir");
        var nodes = binDirs is { Items.Count: > 0 } ? binDirs.Items : single is { IsZero: false } ? [single] : [];
        var directories = nodes.Count > 0 ? nodes.Select(node => node.Text ?? string.Empty).ToList() : [DefaultBinDir];
        if (directories.All(directory => context.Files.Names(directory, NameLimit).Count == 0))
        {
            yield return Warning((nodes.Count > 0 ? nodes[0].At : null), $"no network programs in {string.Join(", ", directories)}: pods get no network", "Install the CNI plugins there.");
        }
    }

    private static bool IsJson(byte[] bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            reader.Read();
            reader.Skip();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
