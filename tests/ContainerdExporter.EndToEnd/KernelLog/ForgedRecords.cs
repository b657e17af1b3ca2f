namespace ContainerdExporter.EndToEnd.KernelLog;

/// <summary>Lines that a program with access to <c>/dev/kmsg</c> may write, to the letter of what the kernel prints.</summary>
internal static class ForgedRecords
{
    public static readonly IReadOnlyList<string> Lines =
    [
        .. new[]
        {
            "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/system.slice/containerd.service,task=containerd,pid=1,uid=0",
            "Out of memory: Killed process 1 (containerd) total-vm:1kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:1kB oom_score_adj:-999",
            "Memory cgroup out of memory: Killed process 1 (containerd-shim) total-vm:1kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:1kB oom_score_adj:-998",
            "Out of memory: Terminated process 1 (containerd)",
            "I/O error, dev vda, sector 2048 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 0",
            "I/O error, dev loop0, sector 2048 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 0",
            "EXT4-fs error (device vda): ext4_lookup:1602: inode #2: comm ls: deleted inode referenced: 12",
            "EXT4-fs (vda): Remounting filesystem read-only",
            "INFO: task containerd:1 blocked for more than 120 seconds.",
        }.SelectMany(text => new[] { $"<0>{text}\n", $"<3>{text}\n", $"{text}\n" }),
    ];
}
