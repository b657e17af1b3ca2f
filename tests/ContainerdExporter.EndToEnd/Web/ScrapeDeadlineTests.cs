using System.Diagnostics;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Web;

/// <summary>The worst node for a scrape, with the timeouts of production.</summary>
public sealed class ScrapeDeadlineTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);

    /// <summary>A healthy scrape takes milliseconds; this leaves room for a busy machine.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Scrape_WithHungDaemonAndHangingMount_KeepsItsDeadlineAndRecoversAtOnce()
    {
        await using var node = await TestNode.CreateAsync();
        await DataDisk.MountMemoryAsync(node);
        await node.Containerd.StartAsync();
        await node.Exporter.StartAsync();
        await AssertTakesAsync(node, Quick, "containerd_up 1");

        var mount = await HangingMount.MountAsync(node, ContainerdDaemon.Root);
        await node.Containerd.Process.SignalAsync("STOP");
        for (var scrapes = 0; scrapes < 3; scrapes++)
        {
            await AssertTakesAsync(node, Deadline, "containerd_up 0", """containerd_filesystem_hung{area="root"} 1""");
        }

        await node.Containerd.Process.SignalAsync("CONT");
        await mount.RemoveAsync();
        await AssertTakesAsync(node, Quick, "containerd_up 1", """containerd_filesystem_hung{area="root"} 0""");
    }

    /// <summary>Where the daemon is, the exporter then only remembers; one that starts has nothing to remember, and says so.</summary>
    [Fact]
    public async Task Scrape_WithTheConfigurationOnAHangingMount_KnowsTheDaemonFromBeforeAndRecoversAtOnce()
    {
        const string Imports = "/etc/containerd/more";
        await using var node = await TestNode.CreateAsync();
        await DataDisk.MountMemoryAsync(node);
        await node.RunAsync("mkdir", "-p", Imports);
        node.Write(ContainerdDaemon.ConfigPath, $"imports = [\"{Imports}/*.toml\"]\n{ContainerdDaemon.PlainConfig}");
        await node.Containerd.StartAsync();
        await node.Exporter.StartAsync();
        await AssertTakesAsync(node, Quick, "containerd_up 1");

        var mount = await HangingMount.MountAsync(node, Imports);
        for (var scrapes = 0; scrapes < 3; scrapes++)
        {
            await AssertTakesAsync(node, Deadline, "containerd_up 1", """containerd_exporter_collector_state{collector="disk",state="ok"} 1""");
        }

        await node.Exporter.EndAllAsync();
        await node.Exporter.StartAsync();
        await AssertTakesAsync(
            node,
            Deadline,
            """containerd_exporter_collector_state{collector="liveness",state="timeout"} 1""",
            """containerd_exporter_collector_state{collector="oom",state="ok"} 1""");

        await mount.RemoveAsync();
        await AssertTakesAsync(node, Quick, "containerd_up 1", """containerd_exporter_collector_state{collector="liveness",state="ok"} 1""");
    }

    private static async Task AssertTakesAsync(TestNode node, TimeSpan atMost, params string[] expected)
    {
        var start = Stopwatch.GetTimestamp();
        var scrape = await node.Exporter.ScrapeAsync();
        var took = Stopwatch.GetElapsedTime(start);

        TestContext.Current.TestOutputHelper?.WriteLine($"{took.TotalMilliseconds:0} ms for {string.Join(" and ", expected)}");
        Assert.True(took < atMost, $"the scrape took {took.TotalMilliseconds:0} ms");
        Assert.All(expected, line => Assert.True(scrape.Has(Expected.Parse(line)), $"no {line} in\n{scrape}"));
    }
}
