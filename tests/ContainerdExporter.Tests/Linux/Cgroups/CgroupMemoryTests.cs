using ContainerdExporter.Linux;
using ContainerdExporter.Linux.Cgroups;

namespace ContainerdExporter.Tests.Linux.Cgroups;

public sealed class CgroupMemoryTests : IDisposable
{
    private const string Version1Mounts = """
        21 1 254:0 / / rw shared:1 - ext4 /dev/vda rw
        30 21 0:25 / /sys/fs/cgroup ro - tmpfs tmpfs ro,mode=755
        31 30 0:26 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,nsdelegate
        32 30 0:27 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
        33 30 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
        """;

    private const string Version2Mounts = """
        21 1 254:0 / / rw shared:1 - ext4 /dev/vda rw
        30 21 0:25 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot
        """;

    private readonly TemporaryDirectory root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void Read_Version1_LimitUsageAndKills()
    {
        WriteVersion1("sys/fs/cgroup/memory/system.slice/containerd.service", limit: "104857600");
        Assert.Equal(new CgroupMemory(81264640, 61264640, 104857600, 3), Read("9:cpu,cpuacct:/x\n4:memory:/system.slice/containerd.service\n0::/system.slice/containerd.service\n", Version1Mounts));
    }

    [Fact]
    public void Read_Version1WithoutLimit_HasNone()
    {
        WriteVersion1("sys/fs/cgroup/memory/system.slice/containerd.service", limit: "9223372036854771712");
        Assert.Null(Read("4:memory:/system.slice/containerd.service\n", Version1Mounts)!.Limit);
    }

    [Fact]
    public void Read_Version1BeforeKillsWereCounted_KnowsNoKills()
    {
        WriteVersion1("sys/fs/cgroup/memory/x", limit: "104857600", oomControl: "oom_kill_disable 0\nunder_oom 0\n");
        Assert.Null(Read("4:memory:/x\n", Version1Mounts)!.OomKills);
    }

    [Fact]
    public void Read_Version2_LimitUsageAndKillsBelow()
    {
        WriteVersion2("sys/fs/cgroup/system.slice/containerd.service", max: "104857600");
        Assert.Equal(new CgroupMemory(81264640, 61264640, 104857600, 4), Read("0::/system.slice/containerd.service\n", Version2Mounts));
    }

    [Fact]
    public void Read_Version2WithoutLimit_HasNone()
    {
        WriteVersion2("sys/fs/cgroup/system.slice/containerd.service", max: "max");
        Assert.Null(Read("0::/system.slice/containerd.service\n", Version2Mounts)!.Limit);
    }

    [Fact]
    public void Read_HybridWithMemoryInVersion2_ReadsTheUnifiedHierarchy()
    {
        WriteVersion2("sys/fs/cgroup/unified/system.slice/containerd.service", max: "104857600");
        Assert.Equal(104857600, Read("9:cpu,cpuacct:/x\n0::/system.slice/containerd.service\n", Version1Mounts)!.Limit);
    }

    [Fact]
    public void Read_HybridWithoutMemoryInVersion2_ReadsVersion1()
    {
        WriteVersion1("sys/fs/cgroup/memory/a", limit: "104857600");
        Directory.CreateDirectory(root.At("sys/fs/cgroup/unified/b"));
        Assert.Equal(104857600, Read("4:memory:/a\n0::/b\n", Version1Mounts)!.Limit);
    }

    [Theory]
    [InlineData("4:memory:/\n0::/\n", Version1Mounts)]
    [InlineData("0::/\n", Version2Mounts)]
    public void Read_RootCgroup_IsNotTheDaemons(string membership, string mounts)
    {
        WriteVersion1("sys/fs/cgroup/memory", limit: "9223372036854771712");
        WriteVersion2("sys/fs/cgroup", max: "max");
        Assert.Null(Read(membership, mounts));
    }

    /// <summary>As /proc/PID/cgroup and /proc/1/mountinfo look to a pod, to a container of Docker's, and to one beside the daemon's own kind.</summary>
    [Theory]
    [InlineData("0::/../../../../system.slice/containerd.service\n", "/../../../..", "system.slice/containerd.service")]
    [InlineData("0::/../../system.slice/containerd.service\n", "/../..", "system.slice/containerd.service")]
    [InlineData("0::/../containerd.service\n", "/../..", "system.slice/containerd.service")]
    [InlineData("0::/../node-runtime.slice/containerd.service\n", "/../..", "node.slice/node-runtime.slice/containerd.service")]
    [InlineData("0::/../../containerd\n", "/../..", "containerd")]
    public void Read_SeenFromAnotherCgroupNamespace_FindsThePathBelowTheRoot(string membership, string mountRoot, string directory)
    {
        WriteVersion2($"sys/fs/cgroup/{directory}", max: "1000");
        Assert.Equal(1000, Read(membership, Version2Mounts.Replace(" / /sys", $" {mountRoot} /sys", StringComparison.Ordinal))!.Limit);
    }

    [Fact]
    public void Read_RootCgroupSeenFromAnotherNamespace_IsNotTheDaemons()
    {
        WriteVersion2("sys/fs/cgroup", max: "1000");
        Assert.Null(Read("0::/../..\n", Version2Mounts.Replace(" / /sys", " /../.. /sys", StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_CgroupMountOfAContainer_IsLookedUpBelowItsRoot()
    {
        WriteVersion2("sys/fs/cgroup/inner", max: "1000");
        var mounts = "30 21 0:25 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
        Assert.Equal(1000, Read("0::/docker/abc/inner\n", mounts)!.Limit);
        Assert.Null(Read("0::/system.slice/containerd.service\n", mounts));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0::\n")]
    [InlineData("0::relative\n")]
    [InlineData("0::/gone (deleted)\n")]
    [InlineData("0::/nothing/there\n")]
    [InlineData("garbage\n::::\n4:memory\n")]
    public void Read_NoCgroupToBeFound_IsUnknown(string membership) => Assert.Null(Read(membership, Version2Mounts));

    [Fact]
    public void Read_NoHierarchyMounted_IsUnknown() => Assert.Null(Read("4:memory:/a\n0::/a\n", "21 1 254:0 / / rw shared:1 - ext4 /dev/vda rw\n"));

    private CgroupMemory? Read(string membership, string mounts) =>
        CgroupMemory.Read(CgroupMembership.Parse(membership), new MountTable(MountTable.Parse(mounts)), new HostPaths(root.Path));

    private void WriteVersion1(string directory, string limit, string oomControl = "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n")
    {
        root.Write($"{directory}/memory.usage_in_bytes", "81264640\n");
        root.Write($"{directory}/memory.limit_in_bytes", limit + "\n");
        root.Write($"{directory}/memory.oom_control", oomControl);
        root.Write($"{directory}/memory.stat", "cache 4096\ninactive_file 77\ntotal_cache 4096\ntotal_inactive_file 20000000\n");
    }

    private void WriteVersion2(string directory, string max)
    {
        root.Write($"{directory}/memory.current", "81264640\n");
        root.Write($"{directory}/memory.max", max + "\n");
        root.Write($"{directory}/memory.events", "low 0\nhigh 0\nmax 12\noom 5\noom_kill 4\noom_group_kill 0\n");
        root.Write($"{directory}/memory.events.local", "oom_kill 1\n");
        root.Write($"{directory}/memory.stat", "anon 1\nfile 2\ninactive_file 20000000\nactive_file 5\n");
    }
}
