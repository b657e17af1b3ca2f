using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>The disk under containerd's root has bytes, and no inode for another file.</summary>
public sealed class InodesExhaustedTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string Folder = ContainerdDaemon.Root + "/files";

    protected override string Alert => "ContainerdInodesExhausted";

    protected override string Cause => "disk";

    protected override IReadOnlyList<string> Symptoms => ["""containerd_filesystem_files_free{area="root",fstype="ext4"} 0"""];

    protected override IReadOnlyList<string> Evidence => [ContainerdDaemon.Root, "inodes"];

    protected override Task MountRootAsync(TestNode node) => DataDisk.MountDiskAsync(node);

    protected override IReadOnlyList<Promise> Confirmed => [new("Bad: 95 or more", $@"^Filesystem +Inodes .*\n\S+ +\d+ +\d+ +\d+ +(9[5-9]|100)% {ContainerdDaemon.Root}$")];

    protected override IReadOnlyList<Promise> Verified => [new("more than 12 % free", $@"\A.* +Inodes .*\n\S+ +\d+ +\d+ +\d+ +(\d|[1-7]\d|8[0-7])% {ContainerdDaemon.Root}\n(.* devmapper .*\n)?\z")];

    protected override async Task InjectAsync(TestNode node)
    {
        var fill = await node.TryRunAsync("sh", "-c", $"mkdir {Folder} && cd {Folder} && seq 100000 | xargs touch");
        Assert.Contains("No space left on device", fill.Error, StringComparison.Ordinal);
    }

    protected override Task RepairAsync(TestNode node) => node.RunAsync("rm", "-r", Folder);
}
