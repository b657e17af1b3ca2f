using System.Text.RegularExpressions;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Branches;

/// <summary>The memory file system below /run is full, a disk is read-only by hand, and what else fills or is suspected.</summary>
public sealed class DiskBranchTests
{
    [Fact]
    public async Task Full_MemoryBelowRun_IsEnlarged()
    {
        await using var sick = await SickNode.StartAsync("ContainerdDiskFull");
        sick.Blanks["M=/var/lib/containerd "] = "M=/run ";
        await sick.FallAsync(
            async () => Assert.Contains("No space left on device", (await sick.Node.TryRunAsync("dd", "if=/dev/zero", "of=/run/filler", "bs=64k")).Error, StringComparison.Ordinal),
            new Promise("Bad: 95 or more", @"^\S+ +tmpfs +\d+ +\d+ +\d+ +(9[5-9]|100)% /run$"));

        await sick.HealAsync(
            () => sick.FixAsync(6),
            new Promise("more than 15 % free", @"^tmpfs .* (\d|[1-7]\d|8[0-4])% /run$"),
            new Promise("at most a devmapper line, and a number", @"/run\n(.* devmapper .*\n)?\d+\n\z"));
    }

    [Fact]
    public async Task InodesExhausted_OfXfs_AreGivenALargerShare()
    {
        await using var sick = await SickNode.StartAsync("ContainerdInodesExhausted", DataDisk.MountXfsAsync);
        const string root = ContainerdDaemon.Root;
        await sick.FallAsync(
            async () => Assert.Contains(
                "No space left on device", (await sick.Node.TryRunAsync("sh", "-c", $"mkdir {root}/files && cd {root}/files && seq 20000 | xargs touch")).Error, StringComparison.Ordinal),
            new Promise("Bad: 95 or more", $@"^Filesystem +Inodes .*\n\S+ +\d+ +\d+ +\d+ +(9[5-9]|100)% {root}$"));

        await sick.HealAsync(
            () => sick.FixAsync(5),
            new Promise("more than 12 % free", $@"\A.* +Inodes .*\n\S+ +\S+ +\d+ +\S+ +(\d|[1-7]\d|8[0-7])% {root}\n(.* devmapper .*\n)?\z"));
    }

    /// <summary>Nobody can do so while containerd has files open there.</summary>
    [Fact]
    public async Task ReadOnly_MountedSoBySomebody_IsMountedAnew()
    {
        await using var sick = await SickNode.StartAsync("ContainerdFilesystemReadOnly");
        var node = sick.Node;
        await sick.FallAsync(
            async () =>
            {
                await node.Containerd.StopAsync();
                await node.RunAsync("mount", "-o", "remount,ro", ContainerdDaemon.Root);
                await node.Containerd.LaunchAsync();
                await Eventually.HoldsAsync("containerd gives up", TimeSpan.FromSeconds(20), () => node.Containerd.Process.HasEnded);
            },
            new Promise("Bad: `ro`", $"^{ContainerdDaemon.Root} +tmpfs +tmpfs +ro,"));

        await sick.HealAsync(
            async () =>
            {
                await sick.FixAsync(1);
                await sick.TypeAsync("systemctl start containerd");
            },
            new Promise("Expect `writable`", "^writable$"));
    }

    [Fact]
    public async Task Full_DownloadAndLeaseThatPinSpace_AreListed()
    {
        await using var node = await HealthyNode.StartAsync();
        await node.Containerd.CtrAsync("--namespace", "k8s.io", "leases", "create", "--id", "pinned");
        await node.StartAsync("download", "sh", "-c", "(head -c 300000 /dev/zero; exec sleep 86400) | ctr --namespace k8s.io content ingest half");
        await Eventually.HoldsAsync("the download has begun", TimeSpan.FromSeconds(20), async () =>
            (await node.Containerd.CtrAsync("--namespace", "k8s.io", "content", "active")).Contains("half", StringComparison.Ordinal));

        await using var reader = await RunbookReader.OpenAsync(node, "ContainerdDiskFull");
        var printed = await reader.FixAsync(4);
        Assert.Matches(@"(?m)^half\s+\d", printed);
        Assert.Matches(@"(?m)^pinned\s", printed);
    }

    [Fact]
    public async Task Container_ThatWritesTheMost_IsTheLastOfTheList()
    {
        const string writer = "writer";
        await using var node = await HealthyNode.StartAsync();
        await node.Containerd.ImportImageForPodsAsync();
        await node.Containerd.CtrAsync(
            "--namespace", "k8s.io", "run", "--detach", "--cgroup", $"{node.Cgroup}/{writer}", BusyboxImage.Reference, writer,
            "sh", "-c", "for i in $(busybox seq 300); do busybox head -c 20000 /dev/zero >/$i; done; sleep 86400");
        foreach (var (alert, number) in new[] { ("ContainerdDiskFull", 3), ("ContainerdDiskFillingUp", 2), ("ContainerdInodesExhausted", 2), ("ContainerdInodesFillingUp", 2) })
        {
            await using var reader = await RunbookReader.OpenAsync(node, alert);
            await Eventually.HoldsAsync($"the container is the last of the list of {alert}", TimeSpan.FromSeconds(20), async () =>
                Regex.Matches(await reader.FixAsync(number, isToSucceed: false), @"^(?<key>\S+) +\d+ +\d+ *$", RegexOptions.Multiline) is [.., var last] && last.Groups["key"].Value == writer);
        }
    }

    [Fact]
    public async Task StorageErrors_DataThatIsWhole_ShowsNothingElse()
    {
        await using var node = await HealthyNode.StartAsync();
        await node.Containerd.ImportImageForPodsAsync();
        await using var reader = await RunbookReader.OpenAsync(node, "ContainerdStorageErrors");
        Assert.Matches(@"\Arw\n(.* devmapper .*\n)?\z", await reader.FixAsync(3));
    }
}
