using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>Combinations in a handler that keep CRI from loading (ValidatePluginConfig of 1.7, ValidateRuntimeConfig of 2.x).</summary>
internal sealed class HandlerOptionRule : ConfigRule
{
    public override string Name => "handler_option";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (!context.Cri.IsEnabled)
        {
            yield break;
        }

        foreach (var (handler, table) in context.Cri.Handlers)
        {
            if (context.Release >= new ContainerdRelease(1, 7, 0) &&
                table.Child("privileged_without_host_devices_all_devices_allowed") is { IsTrue: true } all &&
                table.Child("privileged_without_host_devices") is not { IsTrue: true })
            {
                yield return Degraded(all.KeyAt, $"this needs privileged_without_host_devices = true in handler {handler}: CRI cannot load", "Set both, or none.");
            }

            if (!context.Release.IsV1 && table.Child("io_type") is { Text: { Length: > 0 } io and not ("fifo" or "streaming") } ioNode)
            {
                yield return Degraded(ioNode.At, $"\"{io}\" is no io_type: CRI cannot load", "Choose \"fifo\" or \"streaming\".");
            }

            if (context.Release >= new ContainerdRelease(2, 1, 0) && !context.Facts.IsCgroup2 && table.Child("cgroup_writable") is { IsTrue: true } writable)
            {
                yield return Degraded(writable.KeyAt, "cgroup_writable needs cgroup v2, and this node has v1: CRI cannot load", "Remove it.");
            }
        }

        if (context.Release.IsV1 &&
            context.Cri.Runtime("containerd", "untrusted_workload_runtime") is { } untrusted && untrusted.Child("runtime_type") is { IsZero: false } &&
            context.Cri.Runtime("containerd", "runtimes", "untrusted") is not null)
        {
            yield return Degraded(untrusted.KeyAt, "the handler \"untrusted\" is defined twice: CRI cannot load", "Remove untrusted_workload_runtime; it is deprecated.");
        }
    }
}
