using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>The disk under containerd's root is full to the last byte.</summary>
public sealed class DiskFullTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string Filler = ContainerdDaemon.Root + "/filler";

    protected override string Alert => "ContainerdDiskFull";

    protected override string Cause => "disk";

    protected override IReadOnlyList<string> Symptoms => ["""containerd_filesystem_avail_bytes{area="root",fstype="ext4"} 0"""];

    protected override IReadOnlyList<string> Evidence =>
        [ContainerdDaemon.Root, "most is taken by everything else on it", "unpacked layers of images", "writable layers of containers"];

    protected override Task MountRootAsync(TestNode node) => DataDisk.MountDiskAsync(node);

    protected override async Task InjectAsync(TestNode node)
    {
        var fill = await node.TryRunAsync("dd", "if=/dev/zero", $"of={Filler}", "bs=64k");
        Assert.Contains("No space left on device", fill.Error, StringComparison.Ordinal);
    }

    protected override Task RepairAsync(TestNode node) => node.RunAsync("rm", Filler);
}
