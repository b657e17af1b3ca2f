using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Memory;

/// <summary>The metric families of the kernel's OOM kills.</summary>
internal static class OomMetrics
{
    private static readonly MetricFamily Kills = MetricFamily.Counter(
        "containerd_oom_kills_total",
        "Processes killed by the kernel's OOM killer since boot, from the kernel log: whose, and whether the node or a cgroup ran out. Kills before the exporter started count as far as the kernel's buffer reaches back.",
        "component",
        "scope");

    private static readonly MetricFamily LastKill = MetricFamily.Gauge(
        "containerd_oom_last_kill_timestamp_seconds", "When the kernel last OOM-killed a process of the component; absent when it has not in this boot.", "component");

    private static readonly MetricFamily Records = MetricFamily.Counter(
        "containerd_kernel_log_records_total", "Records of this boot's kernel log that were read, those of other writers than the kernel included.");

    private static readonly MetricFamily Lost = MetricFamily.Counter(
        "containerd_kernel_log_lost_records_total", "Records of this boot's kernel log that were overwritten before they were read; kills among them are not counted.");

    private static readonly MetricFamily Unrecognized = MetricFamily.Counter(
        "containerd_kernel_log_unrecognized_oom_records_total", "Records that look like an OOM kill in a format that is not known, and are not counted as one.");

    public static readonly IReadOnlyList<MetricFamily> Families = [Kills, LastKill, Records, Lost, Unrecognized];

    public static void Export(OomSample sample, MetricSink sink)
    {
        foreach (var component in Enum.GetValues<OomComponent>())
        {
            foreach (var scope in Enum.GetValues<OomScope>())
            {
                sink.Set(Kills, sample.Totals.KillsOf(component, scope), component.ToLabel(), scope.ToLabel());
            }

            if (sample.Totals.LastKills.TryGetValue(component, out var last))
            {
                sink.Set(LastKill, last, component.ToLabel());
            }
        }

        sink.Set(Records, sample.Log.Records);
        sink.Set(Lost, sample.Log.Lost);
        sink.Set(Unrecognized, sample.Totals.Unrecognized);
    }
}
