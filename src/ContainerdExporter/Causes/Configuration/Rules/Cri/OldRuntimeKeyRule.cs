using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>Settings that 1.x accepts only with the shim of containerd 1.0, and refuses to load CRI otherwise (pkg/cri/config/config.go ValidatePluginConfig).</summary>
internal sealed class OldRuntimeKeyRule : ConfigRule
{
    public override string Name => "old_runtime_key";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (!context.Release.IsV1 || !context.Cri.IsEnabled)
        {
            yield break;
        }

        foreach (var (_, table) in context.Cri.Handlers)
        {
            foreach (var key in new[] { "runtime_engine", "runtime_root" })
            {
                if (table.Child(key) is { IsZero: false } node)
                {
                    yield return Judge(node, key, IsOldShim(table));
                }
            }
        }

        if (context.Cri.Runtime("containerd", "no_pivot") is { IsTrue: true } noPivot)
        {
            yield return Judge(noPivot, "no_pivot", context.Cri.Handlers.Any(handler => handler.Key == context.Cri.DefaultRuntime && IsOldShim(handler.Value)));
        }
    }

    private ConfigProblem Judge(ConfigNode node, string key, bool isOldShim)
    {
        var option = key switch { "runtime_engine" => "BinaryName", "runtime_root" => "Root", _ => "NoPivotRoot" };
        return isOldShim
            ? Warning(node.KeyAt, $"{key} is deprecated and gone in 2.0", $"Use io.containerd.runc.v2 with {option} in its options.")
            : Degraded(node.KeyAt, $"{key} works only with the shim of containerd 1.0: CRI cannot load", $"Remove it, and write {option} in the handler's options.");
    }

    private static bool IsOldShim(ConfigNode table) => table.Child("runtime_type") is { Text: "io.containerd.runtime.v1.linux" };
}
