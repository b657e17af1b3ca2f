using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>
/// SystemdCgroup works only in a handler's options. Elsewhere it is ignored, and systemd_cgroup at the top of the CRI
/// section is an old setting that keeps 1.x from loading CRI with runc's shim.
/// </summary>
internal sealed class SystemdCgroupPlaceRule : ConfigRule
{
    private const string Old = "systemd_cgroup";

    public override string Name => "systemd_cgroup_place";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (!context.Cri.IsEnabled)
        {
            yield break;
        }

        foreach (var node in Misplaced(context))
        {
            yield return Warning(node.KeyAt, "SystemdCgroup is ignored here", "Move it to the options of the handler: [....containerd.runtimes.runc.options].");
        }

        if (context.Release.IsV1 && context.Cri.Runtime(Old) is { IsTrue: true } old)
        {
            var isOldShim = context.Cri.Handlers.Any(handler => handler.Key == context.Cri.DefaultRuntime && handler.Value.Child("runtime_type") is { Text: "io.containerd.runtime.v1.linux" });
            yield return isOldShim
                ? Warning(old.KeyAt, "systemd_cgroup is deprecated and gone in 2.0", "Use io.containerd.runc.v2 with SystemdCgroup = true in its options.")
                : Degraded(old.KeyAt, "systemd_cgroup works only with the shim of containerd 1.0: CRI cannot load", "Remove it, and write SystemdCgroup = true in the handler's options.");
        }
    }

    private static IEnumerable<ConfigNode> Misplaced(RuleContext context)
    {
        const string Key = "SystemdCgroup";
        var tables = new[] { context.Cri.Runtime(), context.Cri.Runtime("containerd"), context.Cri.Runtime("containerd", "runtimes"), context.Cri.Server() }
            .Concat(context.Cri.Handlers.Select(handler => handler.Value));
        return tables.Select(table => table?.Child(Key)).OfType<ConfigNode>().Distinct();
    }
}
