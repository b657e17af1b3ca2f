using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Stories;

/// <summary>A disk fills, a write that was cut short leaves half a database, and containerd is gone.</summary>
public sealed class DiskToDatabaseStoryTests : StoryTest
{
    [Fact]
    public async Task FullDisk_CutsTheDatabase_AndTheDaemonIsDown()
    {
        await using var node = await StartAsync(DataDisk.MountDiskAsync);
        await SeeAsync(node, () => node.TryRunAsync("dd", "if=/dev/zero", $"of={ContainerdDaemon.Root}/filler", "bs=64k"));
        await SeeAsync(node, async () =>
        {
            await node.RunAsync("truncate", "--size=8192", ContainerdDaemon.MetadataPath);
            await node.Containerd.Process.EndAsync("KILL");
        });
        await AssertToldAsync(node, "disk full", "metadata corrupt", "socket stale", "containerd down");
    }
}
