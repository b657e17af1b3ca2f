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

    /// <summary>Takes the disk off, checks it, and puts it back.</summary>
    public static async Task RepairDiskAsync(TestNode node)
    {
        await node.RunAsync("umount", ContainerdDaemon.Root);
        var check = await node.TryRunAsync("e2fsck", "-f", "-y", ImageOf(node));
        Assert.True(check.ExitCode is 0 or 1, $"e2fsck: {check}"); // 1: errors corrected (e2fsck(8))
        await MountImageAsync(node);
    }

    private static Task MountImageAsync(TestNode node) => node.RunAsync("mount", "-o", "loop", ImageOf(node), ContainerdDaemon.Root);

    private static string ImageOf(TestNode node) => node.OutsidePath("disk.img");
}
