using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Linux;

public sealed class MountTableTests
{
    private const string Text = """
        21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
        30 21 0:25 / /run rw,nosuid,nodev shared:5 - tmpfs tmpfs rw,size=2g
        40 21 7:0 / /var/lib/containerd rw,relatime shared:9 - ext4 /dev/loop0 ro,errors=remount-ro
        41 21 7:1 / /var/lib/my\040data ro,relatime - xfs /dev/loop1 rw
        42 40 7:2 / /var/lib/containerd rw - ext4 /dev/loop2 emergency_ro
        not a line
        """;

    private readonly MountTable table = new(MountTable.Parse(Text));

    [Fact]
    public void Carrying_PathBelowTwoMounts_DeepestWins() =>
        Assert.Equal("/run", table.Carrying("/run/containerd")!.MountPoint);

    [Fact]
    public void Carrying_StackedMounts_LastMountedWins() =>
        Assert.Equal("7:2", table.Carrying("/var/lib/containerd/x")!.Device);

    [Fact]
    public void Carrying_NameThatOnlyStartsAlike_IsNotBelow() =>
        Assert.Equal("/", table.Carrying("/var/lib/containerd2")!.MountPoint);

    [Fact]
    public void Parse_EscapedSpace_IsASpace() =>
        Assert.Equal("/dev/loop1", table.Carrying("/var/lib/my data")!.Source);

    [Fact]
    public void Parse_ReadOnly_SuperblockAndMountAreToldApart()
    {
        Assert.True(table.Entries[2].IsReadOnly);
        Assert.False(table.Entries[2].IsMountReadOnly);
        Assert.False(table.Entries[3].IsReadOnly);
        Assert.True(table.Entries[3].IsMountReadOnly);
        Assert.True(table.Entries[4].IsReadOnly);
    }
}
