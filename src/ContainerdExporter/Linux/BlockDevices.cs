namespace ContainerdExporter.Linux;

/// <summary>The block devices under a mount, from sysfs: the partition, its disk, and what device-mapper, md or loop build on.</summary>
internal sealed class BlockDevices(MountTable mounts, HostPaths host)
{
    /// <summary>LVM on crypt on md on partitions on disks is a handful; more is a loop in the tree.</summary>
    private const int Limit = 64;

    private readonly string sysfs = host.ToLocal("/sys");

    /// <summary>The kernel's names (sda1, sda, dm-0) of every device that the mount's data passes; none for tmpfs, NFS and the like.</summary>
    public IReadOnlySet<string> Under(MountEntry mount)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (NameOf(mount) is { } name)
        {
            Add(name, found);
        }

        return found;
    }

    /// <summary>The kernel's name of the device that is mounted. btrfs mounts have a device number of their own; there the source tells.</summary>
    public string? NameOf(MountEntry mount)
    {
        if (LinkName($"{sysfs}/dev/block/{mount.Device}") is { } name)
        {
            return name;
        }

        if (!mount.Source.StartsWith("/dev/", StringComparison.Ordinal))
        {
            return null;
        }

        var source = host.ToLocal(mount.Source);
        return Libc.Status(source, follow: true, out var status) == Errno.None && status.Type == FileType.BlockDevice
            ? LinkName($"{sysfs}/dev/block/{status.RdevMajor}:{status.RdevMinor}")
            : null;
    }

    private void Add(string name, HashSet<string> found)
    {
        if (found.Count >= Limit || !found.Add(name))
        {
            return;
        }

        var directory = $"{sysfs}/class/block/{name}";
        if (File.Exists($"{directory}/partition") && Path.GetFileName(Path.GetDirectoryName(new FileInfo(directory).LinkTarget)) is { Length: > 0 } disk)
        {
            Add(disk, found);
        }

        if (Directory.Exists($"{directory}/slaves"))
        {
            foreach (var slave in Directory.EnumerateFileSystemEntries($"{directory}/slaves").Take(Limit))
            {
                Add(Path.GetFileName(slave), found);
            }
        }

        if (ProcFile.TryReadText($"{directory}/loop/backing_file", 4096, out _) is { } backing &&
            mounts.Carrying(backing.TrimEnd('\n')) is { } below &&
            NameOf(below) is { } lower)
        {
            Add(lower, found);
        }
    }

    private static string? LinkName(string path) => Path.GetFileName(new FileInfo(path).LinkTarget);
}
