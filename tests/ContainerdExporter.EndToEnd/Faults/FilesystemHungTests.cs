using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>A mount on containerd's root answers no call.</summary>
public sealed class FilesystemHungTests(AlertingChain alerting) : FaultTest(alerting)
{
    private HangingMount? mount;

    protected override string Alert => "ContainerdFilesystemHung";

    protected override string Cause => "storage";

    protected override IReadOnlyList<string> Symptoms => ["""containerd_filesystem_hung{area="root",fstype="fuse"} 1"""];

    protected override IReadOnlyList<string> Evidence => [ContainerdDaemon.Root, "does not return"];

    protected override async Task InjectAsync(TestNode node) => mount = await HangingMount.MountAsync(node, ContainerdDaemon.Root);

    protected override Task RepairAsync(TestNode node) => mount!.RemoveAsync();
}
