using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>What a rule judges: the configuration in a release's reading, and the node it is for.</summary>
internal sealed class RuleContext
{
    private readonly HashSet<string> disabled = new(StringComparer.Ordinal);

    public RuleContext(EffectiveConfig config, INodeFiles files, NodeFacts facts, DaemonFlags flags)
    {
        Config = config;
        Files = files;
        Facts = facts;
        Flags = flags;
        Cri = new CriConfig(this);
        Server = new ServerConfig(this);
        foreach (var item in config.Root.Child("disabled_plugins")?.Items ?? [])
        {
            if (item.Text is { } id)
            {
                disabled.Add(id);
            }
        }
    }

    public EffectiveConfig Config { get; }

    public INodeFiles Files { get; }

    public NodeFacts Facts { get; }

    public DaemonFlags Flags { get; }

    public CriConfig Cri { get; }

    public ServerConfig Server { get; }

    public ContainerdRelease Release => Config.Release;

    public ConfigModel Model => Config.Model;

    /// <summary>"containerd 1.7.24".</summary>
    public string Daemon => $"containerd {Release}";

    /// <summary>Whether a plugin is switched off; with short ids every plugin that ends in the name is.</summary>
    public bool IsDisabled(string id) =>
        disabled.Contains(Config.UsesShortIds ? id[(id.LastIndexOf('.') + 1)..] : id);

    /// <summary>Whether the release has the plugin and nothing disables it.</summary>
    public bool IsLoaded(string id) => Model.Plugins.ContainsKey(id) && !IsDisabled(id);

    /// <summary>A value outside of plugins; null where it is containerd's default.</summary>
    public ConfigNode? Top(params ReadOnlySpan<string> path) => Config.Root.Find(path);

    /// <summary>The daemon's search for a program: an absolute path as it is, else along its PATH.</summary>
    public string? FindProgram(string name) => name.Contains('/', StringComparison.Ordinal)
        ? Files.IsExecutable(name) ? name : null
        : Facts.SearchPath.Select(directory => $"{directory}/{name}").FirstOrDefault(Files.IsExecutable);
}
