using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>CRI's settings, wherever a release keeps them: one section in 1.x, three in 2.x.</summary>
internal sealed class CriConfig(RuleContext context)
{
    private bool IsV1 => context.Release.IsV1;

    public bool IsEnabled => !context.IsDisabled(PluginIds.Cri);

    /// <summary>The section of handlers, CNI and security.</summary>
    public string RuntimeSection => IsV1 ? PluginIds.Cri : PluginIds.CriRuntime;

    /// <summary>The section of registries, the snapshotter and pulls.</summary>
    public string ImageSection => IsV1 ? PluginIds.Cri : PluginIds.CriImages;

    public ConfigNode? Snapshotter => IsV1 ? Runtime("containerd", "snapshotter") : Image("snapshotter");

    public ConfigNode? SandboxImage => IsV1 ? Runtime("sandbox_image") : Image("pinned_images", "sandbox");

    public ConfigNode? Registry => Image("registry");

    public ConfigNode? DefaultRuntimeName => Runtime("containerd", "default_runtime_name");

    /// <summary>The name of the handler that pods get without a RuntimeClass.</summary>
    public string DefaultRuntime => IsV1 && Runtime("containerd", "default_runtime", "runtime_type") is { IsZero: false }
        ? "default" // It replaces whatever the name says (pkg/cri/config/config.go ValidatePluginConfig).
        : DefaultRuntimeName?.Text ?? "runc";

    /// <summary>The handlers that the files define, in order.</summary>
    public IEnumerable<KeyValuePair<string, ConfigNode>> Handlers
    {
        get
        {
            var handlers = Runtime("containerd", "runtimes")?.Children.AsEnumerable() ?? [];
            if (IsV1)
            {
                handlers = handlers
                    .Concat(Deprecated("default_runtime", "default"))
                    .Concat(Deprecated("untrusted_workload_runtime", "untrusted"));
            }

            return handlers.Where(handler => handler.Value.Kind == ConfigKind.Table);
        }
    }

    /// <summary>Whether a handler exists. A table of handlers replaces the built-in one in 1.x and adds to it in 2.x.</summary>
    public bool HasHandler(string name) =>
        Handlers.Any(handler => handler.Key == name) ||
        (name == "runc" && (!IsV1 || Runtime("containerd", "runtimes") is null));

    public ConfigNode? Runtime(params ReadOnlySpan<string> path) => context.Config.Find(RuntimeSection, path);

    public ConfigNode? Image(params ReadOnlySpan<string> path) => context.Config.Find(ImageSection, path);

    public ConfigNode? Server(params ReadOnlySpan<string> path) => context.Config.Find(PluginIds.Cri, path);

    private IEnumerable<KeyValuePair<string, ConfigNode>> Deprecated(string key, string handler) =>
        Runtime("containerd", key) is { } table && table.Child("runtime_type") is { IsZero: false }
            ? [new KeyValuePair<string, ConfigNode>(handler, table)]
            : [];
}
