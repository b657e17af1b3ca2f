using System.Globalization;

namespace ContainerdExporter.Linux.Cgroups;

/// <summary>The memory of one control group (Documentation/admin-guide/cgroup-v2.rst, cgroup-v1/memory.rst). Bytes.</summary>
/// <param name="Usage">All that is charged to it, page cache included.</param>
/// <param name="WorkingSet">Usage without the file pages that the kernel can drop at once; what the limit is really used for.</param>
/// <param name="Limit">Its hard limit; null when it has none.</param>
/// <param name="OomKills">Processes that the kernel's OOM killer ended in it; version 2 counts those below it too. Null before Linux 4.13.</param>
internal sealed record CgroupMemory(long Usage, long WorkingSet, long? Limit, long? OomKills)
{
    private const int FileLimit = 64 << 10;

    /// <summary>Version 1 writes "no limit" as the largest multiple of a page that fits; no machine has this much.</summary>
    private const long NoLimit = 1L << 60;

    /// <summary>Reads the memory of the process's control group; null when it has none of its own, or none that is visible here.</summary>
    public static CgroupMemory? Read(CgroupMembership membership, MountTable mounts, HostPaths host)
    {
        var found = membership switch
        {
            { Memory: { } path } => DirectoriesOf(path, mounts, mount => mount.HasMemoryController).Select(directory => ReadVersion1(host.ToLocal(directory))),
            { Unified: { } path } => DirectoriesOf(path, mounts, mount => mount.FileSystemType == "cgroup2").Select(directory => ReadVersion2(host.ToLocal(directory))),
            _ => [],
        };
        return found.FirstOrDefault(each => each is not null);
    }

    /// <summary>Where the group may be; nowhere for the root group, which stands for the whole node and not for the daemon.</summary>
    private static IEnumerable<string> DirectoriesOf(string path, MountTable mounts, Func<MountEntry, bool> isHierarchy)
    {
        if (CgroupPath.IsRoot(path) || mounts.Entries.FirstOrDefault(isHierarchy) is not { } mount)
        {
            return [];
        }

        if (CgroupPath.IsRoot(mount.Root))
        {
            return CgroupPath.Candidates(path).Select(below => mount.MountPoint.TrimEnd('/') + below);
        }

        return path.StartsWith(mount.Root + "/", StringComparison.Ordinal) ? [mount.MountPoint + path[mount.Root.Length..]] : [];
    }

    private static CgroupMemory? ReadVersion1(string directory)
    {
        if (ReadNumber($"{directory}/memory.usage_in_bytes") is not { } usage)
        {
            return null;
        }

        var limit = ReadNumber($"{directory}/memory.limit_in_bytes");
        return new CgroupMemory(
            usage,
            WithoutInactive(usage, ReadField($"{directory}/memory.stat", "total_inactive_file")),
            limit < NoLimit ? limit : null,
            ReadField($"{directory}/memory.oom_control", "oom_kill"));
    }

    private static CgroupMemory? ReadVersion2(string directory)
    {
        if (ReadNumber($"{directory}/memory.current") is not { } usage)
        {
            return null;
        }

        return new CgroupMemory(
            usage,
            WithoutInactive(usage, ReadField($"{directory}/memory.stat", "inactive_file")),
            ReadNumber($"{directory}/memory.max"),
            ReadField($"{directory}/memory.events", "oom_kill"));
    }

    private static long WithoutInactive(long usage, long? inactive) => Math.Max(0, usage - (inactive ?? 0));

    /// <summary>Null for an absent file, and for <c>max</c>.</summary>
    private static long? ReadNumber(string path) =>
        ProcFile.TryReadText(path, FileLimit, out _) is { } text && long.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static long? ReadField(string path, string name) => KeyedFile.Find(ProcFile.TryReadText(path, FileLimit, out _), name);
}
