using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Stories;

/// <summary>The kernel kills a process of containerd's name, and containerd ends as if it were itself: its socket stays. Then it is started again.</summary>
[Collection(MachineLog.Collection)]
public sealed class KillToSocketStoryTests : StoryTest
{
    [Fact]
    public async Task OomKill_LeavesASocket_AndTheDaemonStartsAgain()
    {
        await using var node = await StartAsync(async node =>
        {
            await DataDisk.MountMemoryAsync(node);
            await MachineLog.HearAsync(node);
        });
        await SeeAsync(node, async () =>
        {
            await MemoryGroup.Create(node, "small", 16 << 20).KillAsync("containerd");
            await node.Containerd.Process.EndAsync("KILL");
        });
        await SeeAsync(node, node.Containerd.StartAsync);
        await AssertToldAsync(node, "oom killed", "socket stale", "containerd started");
    }
}
