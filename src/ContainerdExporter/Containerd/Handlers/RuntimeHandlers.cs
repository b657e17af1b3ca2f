using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Containerd.Handlers;

/// <summary>The runtime handlers of an effective configuration.</summary>
internal static class RuntimeHandlers
{
    private const string DefaultName = "runc";

    /// <summary>More handlers than this are not told apart any more.</summary>
    private const int Limit = 20;

    /// <summary>
    /// CRI's handlers where the CRI plugin is on, else only the built-in one. A table of handlers replaces the built-in in
    /// 1.x and adds to it in 2.x; one without a type is the configuration's trouble and not looked at here.
    /// </summary>
    public static IReadOnlyList<RuntimeHandler> Of(EffectiveConfig config)
    {
        if (IsCriDisabled(config))
        {
            return [RuntimeHandler.BuiltIn];
        }

        var isV1 = config.Release.IsV1;
        var section = isV1 ? PluginIds.Cri : PluginIds.CriRuntime;
        var table = config.Find(section, "containerd", "runtimes");
        var byDefault = config.Find(section, "containerd", "default_runtime_name")?.Text is { Length: > 0 } name ? name : DefaultName;
        var handlers = (table?.Children.AsEnumerable() ?? [])
            .Where(entry => entry.Value.Kind == ConfigKind.Table)
            .Select(entry => Read(entry.Key, entry.Value, isV1, byDefault))
            .OfType<RuntimeHandler>()
            .OrderByDescending(handler => handler.IsDefault)
            .Take(Limit)
            .ToList();
        var hasBuiltIn = table is null || (!isV1 && table.Child(DefaultName) is null);
        return hasBuiltIn ? [RuntimeHandler.BuiltIn with { IsDefault = byDefault == DefaultName }, .. handlers] : handlers;
    }

    private static RuntimeHandler? Read(string name, ConfigNode handler, bool isV1, string byDefault)
    {
        var type = handler.Child("runtime_type")?.Text is { Length: > 0 } text ? text
            : !isV1 && name == DefaultName ? RuntimeHandler.BuiltIn.Type
            : null;
        return type is null
            ? null
            : new RuntimeHandler(
                name,
                type,
                handler.Child("runtime_path")?.Text is { Length: > 0 } path ? path : null,
                handler.Find("options", "BinaryName")?.Text is { Length: > 0 } binary ? binary : null,
                name == byDefault)
            { Options = ReadOptions(handler) };
    }

    private static HandlerOptions ReadOptions(ConfigNode handler) => new(
        handler.Find("options", "SystemdCgroup")?.IsTrue ?? false,
        handler.Find("options", "NoPivotRoot")?.IsTrue ?? false,
        handler.Find("options", "NoNewKeyring")?.IsTrue ?? false,
        handler.Find("options", "Root")?.Text ?? string.Empty,
        handler.Find("options", "TypeUrl")?.Text ?? string.Empty,
        handler.Find("options", "ConfigPath")?.Text ?? string.Empty);

    private static bool IsCriDisabled(EffectiveConfig config) =>
        config.Root.Child("disabled_plugins")?.Items.Any(item => item.Text is "cri" or PluginIds.Cri or PluginIds.CriRuntime) ?? false;
}
