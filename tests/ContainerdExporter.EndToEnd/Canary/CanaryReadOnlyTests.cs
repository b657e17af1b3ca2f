using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Canary;

/// <summary>The kernel gives up on the disk under containerd's root, and says so in its log (see <see cref="Faults.FilesystemReadOnlyTests"/>).</summary>
[Collection(MachineLog.Collection)]
public sealed class CanaryReadOnlyTests
{
    [Fact]
    public async Task Canary_DiskTurnedReadOnly_TellsAndRecovers()
    {
        await using var canary = await CanaryNode.StartAsync(line: null, DataDisk.MountDiskAsync);
        var node = canary.Node;
        await canary.StartExporterAsync();
        await canary.IsGreenAsync();

        await canary.TellsAsync(
            async () =>
            {
                await node.RunAsync("sync", "--file-system", ContainerdDaemon.Root);
                await node.RunAsync("mount", "-o", "remount,abort", ContainerdDaemon.Root);
            },
            async () =>
            {
                await node.Containerd.StopAsync();
                await Eventually.HoldsAsync("the disk is let go of", TimeSpan.FromSeconds(20), () => TryRepairAsync(node)); // The exporter may read from it.
                await node.Containerd.StartAsync();
            },
            "create",
            "read-only file system");
        await canary.LeavesNothingAsync();
    }

    private static async Task<bool> TryRepairAsync(TestNode node)
    {
        try
        {
            await DataDisk.RepairDiskAsync(node);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
