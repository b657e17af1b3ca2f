using ContainerdExporter.Linux.Cgroups;

namespace ContainerdExporter.Causes.Memory;

/// <summary>How close the daemons are to the OOM killer.</summary>
/// <param name="NodeOomKills">The kernel's own total since boot; null before Linux 4.13.</param>
/// <param name="Instances">The instances of which a daemon runs.</param>
internal sealed record MemorySample(long? NodeOomKills, IReadOnlyList<InstanceMemory> Instances);

/// <summary>One instance's memory.</summary>
/// <param name="Address">The instance.</param>
/// <param name="Cgroup">The daemon's control group; null when it has none of its own that is visible here.</param>
/// <param name="DaemonScore">Its oom_score_adj, -1000 to 1000; null when it cannot be read.</param>
/// <param name="ShimScore">The highest oom_score_adj of its shims; null without shims.</param>
internal sealed record InstanceMemory(string Address, CgroupMemory? Cgroup, int? DaemonScore, int? ShimScore);
