using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

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

    protected override Task MountRootAsync(TestNode node) => DataDisk.MountDiskAsync(node);

    /// <summary>A plain read-only remount is refused while containerd writes; abort (ext4(5)) is what an error does.</summary>
    protected override async Task InjectAsync(TestNode node)
    {
        await node.RunAsync("sync", "--file-system", ContainerdDaemon.Root); // The node has run for a while.
        await node.RunAsync("mount", "-o", "remount,abort", ContainerdDaemon.Root);
    }

    protected override async Task RepairAsync(TestNode node)
    {
        // The container's root is on the disk too, and keeps it busy.
        await node.Containerd.CtrAsync("task", "delete", "--force", WatchedNode.Container);
        await node.Containerd.StopAsync();
        await DataDisk.RepairDiskAsync(node);
        await node.Containerd.StartAsync();
        await node.Containerd.CtrAsync("task", "start", "--detach", WatchedNode.Container);
    }
}
