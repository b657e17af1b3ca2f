using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Linux;

/// <summary>A small sysfs: a disk with partitions, LVM on crypt on one of them, and a loop device.</summary>
public sealed class BlockDevicesTests : IDisposable
{
    private const string Mounts = """
        21 1 8:2 / / rw - ext4 /dev/sda2 rw
        22 21 253:1 / /var/lib/containerd rw - xfs /dev/mapper/vg-data rw
        23 21 7:3 / /mnt/image rw - ext4 /dev/loop3 rw
        24 21 0:40 / /run rw - tmpfs tmpfs rw
        25 21 259:1 / /nvme rw - ext4 /dev/nvme0n1p1 rw
        26 21 7:4 / /self rw - ext4 /dev/loop4 rw
        """;

    private readonly TemporaryDirectory root = new();
    private readonly MountTable mounts = new(MountTable.Parse(Mounts));

    public BlockDevicesTests()
    {
        Device("8:0", "pci0/block/sda");
        Device("8:2", "pci0/block/sda/sda2", partition: true);
        Device("8:3", "pci0/block/sda/sda3", partition: true);
        Device("253:0", "virtual/block/dm-0", slaves: ["sda3"]);
        Device("253:1", "virtual/block/dm-1", slaves: ["dm-0"]);
        Device("7:3", "virtual/block/loop3", backing: "/images/a.img\n");
        Device("7:4", "virtual/block/loop4", backing: "/self/b.img\n");
        Device("259:0", "pci1/block/nvme0n1");
        Device("259:1", "pci1/block/nvme0n1/nvme0n1p1", partition: true);
    }

    public void Dispose() => root.Dispose();

    [Theory]
    [InlineData("/etc", "sda sda2")]
    [InlineData("/var/lib/containerd", "dm-0 dm-1 sda sda3")]
    [InlineData("/nvme", "nvme0n1 nvme0n1p1")]
    public void Under_PartitionsAndMappings_EveryDeviceBelow(string path, string devices) => Assert.Equal(devices, Under(path));

    [Fact]
    public void Under_Loop_TheDeviceBelowItsFileToo() => Assert.Equal("loop3 sda sda2", Under("/mnt/image"));

    [Fact]
    public void Under_LoopOnItself_Ends() => Assert.Equal("loop4", Under("/self"));

    [Fact]
    public void Under_Tmpfs_Nothing() => Assert.Equal(string.Empty, Under("/run"));

    private string Under(string path) => string.Join(' ', new BlockDevices(mounts, new HostPaths(root.Path)).Under(mounts.Carrying(path)!).Order(StringComparer.Ordinal));

    private void Device(string number, string path, bool partition = false, string? backing = null, params string[] slaves)
    {
        var directory = root.At($"sys/devices/{path}");
        Directory.CreateDirectory(directory);
        Link($"sys/dev/block/{number}", $"../../devices/{path}");
        Link($"sys/class/block/{Path.GetFileName(path)}", $"../../devices/{path}");
        if (partition)
        {
            root.Write($"sys/devices/{path}/partition", "1\n");
        }

        if (backing is not null)
        {
            root.Write($"sys/devices/{path}/loop/backing_file", backing);
        }

        foreach (var slave in slaves)
        {
            Link($"sys/devices/{path}/slaves/{slave}", $"../../{slave}");
        }
    }

    private void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(root.At(path))!);
        File.CreateSymbolicLink(root.At(path), target);
    }
}
