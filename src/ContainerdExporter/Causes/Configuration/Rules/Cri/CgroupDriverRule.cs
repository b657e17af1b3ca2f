using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>
/// kubelet and runc must agree on who manages cgroups: two managers on one tree lose limits and kill pods under
/// pressure. Without a kubelet's word, systemd on cgroup v2 should be the one.
/// </summary>
internal sealed class CgroupDriverRule : ConfigRule
{
    public override string Name => "cgroup_driver";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (!context.Cri.IsEnabled || !context.Facts.KubeletRuns)
        {
            yield break;
        }

        foreach (var (handler, table) in context.Cri.Handlers)
        {
            if (table.Child("runtime_type") is not { Text: "io.containerd.runc.v2" })
            {
                continue;
            }

            var setting = table.Find("options", "SystemdCgroup");
            if (Judge(context, handler, table, setting) is { } problem)
            {
                yield return problem;
            }
        }

        if (!context.Cri.Handlers.Any() && Judge(context, "runc", null, null) is { } builtIn)
        {
            yield return builtIn;
        }
    }

    private ConfigProblem? Judge(RuleContext context, string handler, ConfigNode? table, ConfigNode? setting)
    {
        var isSystemd = setting is { IsTrue: true };
        var at = (setting ?? table)?.At;
        if (context.Facts.KubeletCgroupDriver is { } driver)
        {
            return (driver == "systemd") == isSystemd
                ? null
                : Warning(at, $"handler {handler} uses {(isSystemd ? "systemd" : "cgroupfs")} for cgroups, the kubelet {driver}", $"Write SystemdCgroup = {(isSystemd ? "false" : "true")} in the handler's options, or change the kubelet's cgroupDriver; then drain the node.");
        }

        return context.Facts is { IsSystemd: true, IsCgroup2: true } && !isSystemd
            ? Warning(at, $"handler {handler} manages cgroups itself on a node with systemd and cgroup v2", "Write SystemdCgroup = true in the handler's options, and cgroupDriver: systemd in the kubelet's configuration.")
            : null;
    }
}
