using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.DaemonLog;

/// <summary>A daemon that ends in the middle of its work, with a stack in its log.</summary>
public sealed class CrashTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(ContainerdRelease.Installed)]
    [InlineData(ContainerdRelease.Newest)]
    public async Task Crash_OfRunningDaemon_IsCountedOnce(string release)
    {
        await using var node = await DaemonLogNode.StartAsync(release);
        await node.Containerd.Process.SignalAsync("QUIT");
        await Eventually.HoldsAsync("containerd has ended", Soon, () => node.Containerd.Process.HasEnded);
        await node.AssertAsync("after somebody has asked for its stack");

        await node.Containerd.StartAsync();
        await node.Containerd.Process.SignalAsync("ABRT"); // As a watchdog does it.
        await Eventually.HoldsAsync("containerd has ended", Soon, () => node.Containerd.Process.HasEnded);
        node.Expect("panic");
        await node.AssertAsync("after its abortion");

        await node.Containerd.StartAsync();
        var group = PidsGroup.Create(node.Node, "containerd");
        await group.AddAsync(node.Containerd.Process);
        group.Exhaust();
        await Eventually.HoldsAsync("containerd has ended", Soon, async () =>
        {
            await node.Node.TryRunAsync("ctr", "--timeout=2s", "images", "import", BusyboxImage.ArchivePath);
            return node.Containerd.Process.HasEnded;
        });
        node.Expect("panic");
        await node.AssertAsync("after it could not have another thread");
    }
}
