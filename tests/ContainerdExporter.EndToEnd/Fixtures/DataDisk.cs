using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>What carries containerd's root on a node.</summary>
public static class DataDisk
{
    /// <summary>Quick, and gone with the node.</summary>
    public static async Task MountMemoryAsync(TestNode node)
    {
        await node.RunAsync("mkdir", "-p", ContainerdDaemon.Root);
        await node.RunAsync("mount", "-t", "tmpfs", "-o", "size=256m,mode=711", "tmpfs", ContainerdDaemon.Root);
    }

    /// <summary>A small real disk, with few inodes, that can be filled, broken and repaired.</summary>
    public static async Task MountDiskAsync(TestNode node)
    {
        var image = ImageOf(node);
        await node.RunAsync("truncate", "--size=96M", image);
        await node.RunAsync("mkfs.ext4", "-q", "-F", "-N", "4096", image);
        await node.RunAsync("mkdir", "-p", ContainerdDaemon.Root);
        await MountImageAsync(node);
    }

    /// <summary>XFS with room for few inodes, of which it has no fixed number.</summary>
    public static async Task MountXfsAsync(TestNode node)
    {
        var image = node.OutsidePath("xfs.img");
        await node.RunAsync("truncate", "--size=320M", image); // mkfs.xfs makes nothing below 300 MiB.
        await node.RunAsync(Path.Combine(await ProgramHelp.FolderAsync(), "mkfs.xfs"), "-q", "-i", "maxpct=1", image);
        await node.RunAsync("mkdir", "-p", ContainerdDaemon.Root);
        await node.RunAsync("mount", "-o", "loop", image, ContainerdDaemon.Root);
    }

    /// <summary>A thin volume: a disk larger than what is behind it.</summary>
    public static async Task MountThinDiskAsync(TestNode node)
    {
        await node.RunAsync("mkdir", "-p", ContainerdDaemon.Root, Pool);
        await node.RunAsync("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", Pool);
        await node.RunAsync("truncate", "--size=128M", ThinImage);
        await node.RunAsync("mkfs.ext4", "-q", "-F", "-N", "4096", ThinImage);
        await node.RunAsync("mount", "-o", "loop", ThinImage, ContainerdDaemon.Root);
    }

    /// <summary>Leaves nothing behind the thin disk, and writes to it: the kernel gets errors, and gives up on the file system.</summary>
    public static async Task ExhaustPoolAsync(TestNode node)
    {
        await node.RunAsync("sync", "--file-system", ContainerdDaemon.Root);
        await node.TryRunAsync("sh", "-c", $"cat /dev/zero > {Pool}/other");
        await node.TryRunAsync("dd", "if=/dev/urandom", $"of={ContainerdDaemon.Root}/file", "bs=1M", "count=8", "conv=fsync");
        await node.TryRunAsync("sync", "--file-system", ContainerdDaemon.Root);
    }

    /// <summary>Makes room in the pool, checks the file system, and mounts it again.</summary>
    public static async Task RepairThinDiskAsync(TestNode node)
    {
        await node.RunAsync("rm", $"{Pool}/other");
        await node.RunAsync("umount", ContainerdDaemon.Root);
        var check = await node.TryRunAsync("e2fsck", "-f", "-y", ThinImage);
        Assert.True(check.ExitCode is 0 or 1, $"e2fsck: {check}");
        await node.RunAsync("mount", "-o", "loop", ThinImage, ContainerdDaemon.Root);
    }

    /// <summary>Takes the disk off, checks it, and puts it back.</summary>
    public static async Task RepairDiskAsync(TestNode node)
    {
        await node.RunAsync("umount", ContainerdDaemon.Root);
        var check = await node.TryRunAsync("e2fsck", "-f", "-y", ImageOf(node));
        Assert.True(check.ExitCode is 0 or 1, $"e2fsck: {check}"); // 1: errors corrected (e2fsck(8))
        await MountImageAsync(node);
    }

    private static Task MountImageAsync(TestNode node) => node.RunAsync("mount", "-o", "loop", ImageOf(node), ContainerdDaemon.Root);

    private const string Pool = "/run/node/pool";
    private const string ThinImage = Pool + "/disk.img";

    /// <summary>The disk of <see cref="MountDiskAsync"/>, as a device that can be checked, and the line of fstab(5) that mounts it.</summary>
    public static string DeviceOf(TestNode node) => ImageOf(node);

    public static string FstabOf(TestNode node) => $"{ImageOf(node)} {ContainerdDaemon.Root} ext4 loop 0 0\n";

    private static string ImageOf(TestNode node) => node.OutsidePath("disk.img");
}
