using ContainerdExporter.Causes.Disk.Usage;

namespace ContainerdExporter.Causes.Disk;

/// <summary>Which directory of an instance an area is.</summary>
internal enum DiskArea
{
    /// <summary>containerd's root: images, snapshots, metadata.</summary>
    Root,

    /// <summary>containerd's state: bundles, sockets, FIFOs; a tmpfs by default.</summary>
    State,

    /// <summary>Docker's data root.</summary>
    Docker,
}

/// <summary>The file systems that containerd and Docker write to.</summary>
internal sealed record DiskSample(IReadOnlyList<AreaSample> Areas)
{
    /// <summary>What fills containerd's root, by address, where it was counted.</summary>
    public IReadOnlyDictionary<string, StoreUsage> Usages { get; init; } = new Dictionary<string, StoreUsage>(StringComparer.Ordinal);
}

/// <summary>One area and the file system that carries it.</summary>
/// <param name="Address">The instance.</param>
/// <param name="Area">Which of its directories.</param>
/// <param name="Path">The directory, on the host.</param>
/// <param name="Device">The mount's source, e.g. <c>/dev/vda1</c>.</param>
/// <param name="FileSystemType">ext4, xfs, tmpfs, ….</param>
/// <param name="MountPoint">Where it is mounted, on the host.</param>
/// <param name="IsReadOnly">The file system itself is read-only, by remount or after errors.</param>
/// <param name="Usage">Its numbers; null when statvfs did not return.</param>
internal sealed record AreaSample(
    string Address,
    DiskArea Area,
    string Path,
    string Device,
    string FileSystemType,
    string MountPoint,
    bool IsReadOnly,
    FileSystemUsage? Usage)
{
    /// <summary>statvfs on it does not return: containerd hangs on the same call.</summary>
    public bool IsHung => Usage is null;
}

/// <summary>statvfs's numbers.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Available">Bytes that a process without privilege can still use.</param>
/// <param name="Free">Bytes free, those reserved for root included.</param>
/// <param name="Files">Inodes; 0 where the file system has no fixed number (btrfs).</param>
/// <param name="FilesFree">Inodes free.</param>
internal sealed record FileSystemUsage(double Size, double Available, double Free, double Files, double FilesFree)
{
    /// <summary>0 to 1; null for a file system without blocks.</summary>
    public double? AvailableRatio => Size > 0 ? Available / Size : null;

    /// <summary>0 to 1; null for a file system without a fixed number of inodes.</summary>
    public double? FilesFreeRatio => Files > 0 ? FilesFree / Files : null;
}
