using System.Collections.Concurrent;
using System.Diagnostics;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.SideBySide;

namespace ContainerdExporter.EndToEnd.Endurance;

/// <summary>Scrapes every second while faults come and go: daemons that end in order and not, OOM kills, dead mounts, floods of kernel records, other configurations, containers.</summary>
/// <param name="pause">Between two faults.</param>
public sealed class Soak(TimeSpan pause)
{
    private const long SmallLimit = 16 << 20;
    private const int FloodRecords = 20_000;
    private const string Mount = "/run/dying";

    private static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(1);

    private int restarts;
    private int kills;
    private int floods;
    private int hangs;
    private int containers;

    public async Task<SoakReport> RunAsync(TimeSpan duration)
    {
        await using var node = await StartNodeAsync();
        using var end = new CancellationTokenSource();
        var samples = new ConcurrentQueue<SoakSample>();
        var scraping = ScrapeAsync(node, samples, end.Token);
        var group = MemoryGroup.Create(node, "small", SmallLimit);

        // In its first seconds it has not yet the threads that these faults take at once.
        await LiveOnceAsync(node, group);
        var early = samples.Count;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            await LiveOnceAsync(node, group);
        }

        await end.CancelAsync();
        await scraping;
        var last = await node.Exporter.ScrapeAnewAsync();
        return new SoakReport(
            [.. samples.Skip(early)],
            (restarts, last.Sum("containerd_restarts_total")),
            (kills, last.Sum("containerd_oom_kills_total", "component=\"shim\"")),
            last.Sum("containerd_kernel_log_lost_records_total"),
            floods,
            hangs,
            containers);
    }

    private static async Task<TestNode> StartNodeAsync()
    {
        var node = await TestNode.CreateAsync();
        try
        {
            await MachineLog.HearAsync(node);
            await node.Containerd.StartPlainAsync();
            await node.Containerd.RunContainerAsync("steady");
            await node.RunAsync("mkdir", Mount);
            await node.Exporter.StartAsync();
            return node;
        }
        catch (Exception)
        {
            await node.DisposeAsync();
            throw;
        }
    }

    private static async Task ScrapeAsync(TestNode node, ConcurrentQueue<SoakSample> samples, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var start = Stopwatch.GetTimestamp();
            await node.Exporter.ScrapeAsync();
            var took = Stopwatch.GetElapsedTime(start);
            samples.Enqueue(new SoakSample(took, ProcessCost.Of(node, node.Exporter.Process)));
            if (took < ScrapeInterval)
            {
                await Task.Delay(ScrapeInterval - took, CancellationToken.None);
            }
        }
    }

    private async Task LiveOnceAsync(TestNode node, MemoryGroup group)
    {
        await RestartAsync(node, "TERM");
        await Task.Delay(pause);

        await group.KillAsync("containerd-shim");
        kills++;
        await Task.Delay(pause);

        var name = $"job{containers}";
        await node.Containerd.RunToEndAsync(name);
        containers++;
        await Task.Delay(pause);

        var mount = await HangingMount.MountAsync(node, Mount);
        await Task.Delay(pause);
        await mount.RemoveAsync();
        hangs++;

        node.Write(ContainerdDaemon.ConfigPath, hangs % 2 == 0 ? ContainerdDaemon.PlainConfig : ContainerdDaemon.PlainConfig + "oom_score = -999\n");
        MachineLog.Write(Enumerable.Range(0, FloodRecords).Select(number => $"<6>containerd-exporter soak, flood {number}\n"));
        floods++;
        await Task.Delay(pause);

        await RestartAsync(node, "KILL");
        await Task.Delay(pause);
    }

    /// <summary>It stays away for longer than a scrape's interval, as systemd's RestartSec lets it.</summary>
    private async Task RestartAsync(TestNode node, string signal)
    {
        await node.Containerd.Process.EndAsync(signal);
        await Task.Delay(ScrapeInterval);
        await node.Containerd.StartAsync();
        restarts++;
        await Task.Delay(ScrapeInterval * 2); // Two restarts between two scrapes would be one.
    }
}
