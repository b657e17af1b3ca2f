using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Memory;

/// <summary>The metric families of the daemons' memory.</summary>
internal static class MemoryMetrics
{
    private static readonly MetricFamily NodeKills = MetricFamily.Counter(
        "containerd_node_oom_kills_total",
        "The kernel's own count of OOM kills since boot (/proc/vmstat), to compare with containerd_oom_kills_total; where memory.oom.group is set it counts the first victim twice.");

    private static readonly MetricFamily Usage = MetricFamily.Gauge(
        "containerd_cgroup_memory_usage_bytes", "Memory charged to the daemon's cgroup, page cache included; absent when it has no cgroup of its own.", "address");

    private static readonly MetricFamily WorkingSet = MetricFamily.Gauge(
        "containerd_cgroup_memory_working_set_bytes", "The same without inactive file pages, which the kernel drops before it kills.", "address");

    private static readonly MetricFamily Limit = MetricFamily.Gauge(
        "containerd_cgroup_memory_limit_bytes", "Hard memory limit of the daemon's cgroup; absent without one.", "address");

    private static readonly MetricFamily Kills = MetricFamily.Counter(
        "containerd_cgroup_oom_kills_total", "OOM kills in the daemon's cgroup, by the cgroup's own count: daemon and shims as a rule; starts over with the cgroup.", "address");

    private static readonly MetricFamily Score = MetricFamily.Gauge(
        "containerd_oom_score_adj", "oom_score_adj of the daemon, and the highest of its shims: -1000 is never killed, 1000 is killed first.", "address", "component");

    public static readonly IReadOnlyList<MetricFamily> Families = [NodeKills, Usage, WorkingSet, Limit, Kills, Score];

    public static void Export(MemorySample sample, MetricSink sink)
    {
        if (sample.NodeOomKills is { } total)
        {
            sink.Set(NodeKills, total);
        }

        foreach (var instance in sample.Instances)
        {
            Export(instance, sink);
        }
    }

    private static void Export(InstanceMemory instance, MetricSink sink)
    {
        if (instance.Cgroup is { } cgroup)
        {
            sink.Set(Usage, cgroup.Usage, instance.Address);
            sink.Set(WorkingSet, cgroup.WorkingSet, instance.Address);
            SetKnown(Limit, cgroup.Limit, sink, instance.Address);
            SetKnown(Kills, cgroup.OomKills, sink, instance.Address);
        }

        SetKnown(Score, instance.DaemonScore, sink, instance.Address, "containerd");
        SetKnown(Score, instance.ShimScore, sink, instance.Address, "shim");
    }

    private static void SetKnown(MetricFamily family, long? value, MetricSink sink, params ReadOnlySpan<string> labels)
    {
        if (value is { } known)
        {
            sink.Set(family, known, labels);
        }
    }
}
