using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Linux;

public sealed class CgroupFreezerTests
{
    [Theory]
    [InlineData("0::/system.slice/a:b\n", "/sys/fs/cgroup/system.slice/a:b/cgroup.events", "/sys/fs/cgroup/unified/system.slice/a:b/cgroup.events")]
    [InlineData("6:freezer:/x\n4:memory:/y\n0::/\n", "/sys/fs/cgroup/freezer/x/freezer.state", "/sys/fs/cgroup/cgroup.events")]
    [InlineData("7:cpu,freezer:/x\n", "/sys/fs/cgroup/freezer/x/freezer.state", null)]
    [InlineData("0::/../../other.slice/x\n", "/sys/fs/cgroup/other.slice/x/cgroup.events", "/sys/fs/cgroup/unified/other.slice/x/cgroup.events")]
    [InlineData("nonsense", null, null)]
    public void FilesOf_Hierarchies_AreThoseThatCanFreeze(string cgroups, string? first, string? second) =>
        Assert.Equal(new[] { first, second }.OfType<string>(), CgroupFreezer.FilesOf(cgroups).Take(2));

    [Theory]
    [InlineData("FROZEN\n", true)]
    [InlineData("FREEZING\n", true)]
    [InlineData("THAWED\n", false)]
    [InlineData("populated 1\nfrozen 1\n", true)]
    [InlineData("populated 1\nfrozen 0\n", false)]
    public void SaysFrozen_BothVersions_AreUnderstood(string text, bool isFrozen) => Assert.Equal(isFrozen, CgroupFreezer.SaysFrozen(text));

    [Fact]
    public void IsFrozen_HostsFiles_DecideIt()
    {
        using var root = new TemporaryDirectory();
        root.Write("sys/fs/cgroup/unified/pod/cgroup.events", "populated 1\nfrozen 1\n");
        var host = new HostPaths(root.Path);

        root.Write("sys/fs/cgroup/kubepods.slice/kubepods-burstable.slice/a/cgroup.events", "populated 1\nfrozen 1\n");

        Assert.True(CgroupFreezer.IsFrozen(host, "0::/../../../kubepods-burstable.slice/a\n"));
        Assert.True(CgroupFreezer.IsFrozen(host, "6:memory:/\n0::/pod\n"));
        Assert.False(CgroupFreezer.IsFrozen(host, "0::/elsewhere\n"));
    }
}
