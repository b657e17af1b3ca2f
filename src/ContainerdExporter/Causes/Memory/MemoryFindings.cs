using ContainerdExporter.Diagnosis;
using ContainerdExporter.Linux.Cgroups;

namespace ContainerdExporter.Causes.Memory;

/// <summary>Judges what makes the next kill likely, by the thresholds of the alerts.</summary>
internal static class MemoryFindings
{
    private const double NearLimit = 0.9;

    public static IEnumerable<Finding> Of(MemorySample sample) => sample.Instances.SelectMany(Judge);

    private static IEnumerable<Finding> Judge(InstanceMemory instance)
    {
        if (instance.Cgroup is { Limit: > 0 } cgroup && cgroup.WorkingSet > NearLimit * cgroup.Limit.Value)
        {
            yield return NearItsLimit(instance.Address, cgroup, cgroup.Limit.Value);
        }

        // Shims inherit the daemon's score at their start, and keep it.
        if (instance.DaemonScore >= 0 || instance.ShimScore >= 0)
        {
            yield return Unprotected(instance);
        }
    }

    private static Finding NearItsLimit(string address, CgroupMemory cgroup, long limit) => new(
        Cause.Memory,
        Severity.Warning,
        "ContainerdMemoryNearLimit",
        address,
        $"containerd's cgroup uses {100.0 * cgroup.WorkingSet / limit:0} % of its memory limit.",
        [
            new Evidence("working set", MiB(cgroup.WorkingSet)),
            new Evidence("limit", MiB(limit)),
            new Evidence("usage with page cache", MiB(cgroup.Usage)),
            new Evidence("OOM kills in this cgroup", $"{cgroup.OomKills}"),
        ]);

    private static Finding Unprotected(InstanceMemory instance) => new(
        Cause.Memory,
        Severity.Warning,
        "ContainerdOomUnprotected",
        instance.Address,
        "Nothing spares containerd when the node runs out of memory: oom_score_adj is 0 or above.",
        [
            new Evidence("oom_score_adj of containerd", instance.DaemonScore is { } daemon ? $"{daemon}" : "unknown"),
            new Evidence("highest oom_score_adj of its shims", instance.ShimScore is { } shim ? $"{shim}" : "no shims"),
            new Evidence("as shipped", "-999 and -998"),
        ]);

    private static string MiB(long bytes) => $"{bytes / (double)(1L << 20):0.0} MiB";
}
