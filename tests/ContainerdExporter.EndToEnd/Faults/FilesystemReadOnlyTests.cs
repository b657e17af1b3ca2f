using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>
/// The kernel gives up on the disk under containerd's root and turns it read-only, as after an I/O error in its journal. It says so in its
/// log, where a test that listens would take it for an error of its own node.
/// </summary>
[Collection(MachineLog.Collection)]
public sealed class FilesystemReadOnlyTests(AlertingChain alerting) : FaultTest(alerting)
{
    protected override string Alert => "ContainerdFilesystemReadOnly";

    protected override string Cause => "storage";

    protected override IReadOnlyList<string> Symptoms => ["""containerd_filesystem_readonly{area="root",fstype="ext4"} 1"""];

    protected override IReadOnlyList<string> Evidence => [ContainerdDaemon.Root, "read-only"];

    protected override IReadOnlyList<Promise> Confirmed => [new("Bad: `ro` or `emergency_ro`", $@"^{ContainerdDaemon.Root} +\S+ +ext4 +(\S+,)?(ro|emergency_ro)(,|$)")];

    protected override IReadOnlyList<Promise> Verified => [new("Expect `writable`", "^writable$")];

    protected override Task MountRootAsync(TestNode node) => DataDisk.MountDiskAsync(node);

    protected override Task PrepareAsync(TestNode node)
    {
        node.Write("/etc/fstab", DataDisk.FstabOf(node));
        Blanks["D=/dev/sdX1 "] = $"D={DataDisk.DeviceOf(node)} ";
        return Task.CompletedTask;
    }

    /// <summary>A plain read-only remount is refused while containerd writes; abort (ext4(5)) is what an error does.</summary>
    protected override async Task InjectAsync(TestNode node)
    {
        await node.RunAsync("sync", "--file-system", ContainerdDaemon.Root); // The node has run for a while.
        await node.RunAsync("mount", "-o", "remount,abort", ContainerdDaemon.Root);
    }

    protected override async Task RepairAsync(TestNode node)
    {
        await TypeAsync("e2fsck() { /sbin/e2fsck -y \"$@\"; }"); // It asks on a terminal, and the reader says yes.
        await FixAsync(node, 2, part: 0);
        await FixAsync(node, 2, part: 1, isToSucceed: false); // No cluster to tell that the node is back.
        await node.Containerd.CtrAsync("task", "start", "--detach", HealthyNode.Container);
    }
}
