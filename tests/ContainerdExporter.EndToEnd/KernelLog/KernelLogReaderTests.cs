using System.Diagnostics;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.KernelLog;

/// <summary>The reader on the machine's own kernel log: exact, quick, and cheap, whatever is done to it.</summary>
[Collection(MachineLog.Collection)]
public sealed class KernelLogReaderTests(ITestOutputHelper output)
{
    private const long SmallLimit = 16 << 20;
    private const int FloodRecords = 100_000;

    private static readonly TimeSpan ScrapeDeadline = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Kill_ByTheKernel_IsInTheMetricsWithinASecond()
    {
        await using var node = await HearingNodeAsync();
        var group = MemoryGroup.Create(node, "small", SmallLimit);
        var latencies = new List<TimeSpan>();
        for (var kills = 1; kills <= 5; kills++)
        {
            await group.KillAsync("containerd-shim");
            var ended = Stopwatch.GetTimestamp();
            while (await KillsOfAsync(node, "shim") < kills)
            {
                Assert.True(Stopwatch.GetElapsedTime(ended) < TimeSpan.FromSeconds(10), $"kill {kills} is not in the metrics after 10 s");
            }

            latencies.Add(Stopwatch.GetElapsedTime(ended));
        }

        output.WriteLine($"from the victim's end to the counter, with the scrape: {string.Join(", ", latencies.Select(each => $"{each.TotalMilliseconds:0} ms"))}");
        Assert.All(latencies, each => Assert.True(each < TimeSpan.FromSeconds(1), $"{each.TotalMilliseconds:0} ms"));
    }

    [Fact]
    public async Task Forgery_OfEveryLine_IsReadAndChangesNothing()
    {
        await using var node = await HearingNodeAsync();
        var before = await node.Exporter.ScrapeAnewAsync();
        MachineLog.Write(ForgedRecords.Lines);
        await Eventually.HoldsAsync("the forged records are read", TimeSpan.FromSeconds(5), async () =>
            Records(await node.Exporter.ScrapeAsync()) >= Records(before) + ForgedRecords.Lines.Count);

        string[] unchanged = ["containerd_oom_kills_total", "containerd_storage_errors_total", "containerd_hung_tasks_total", "containerd_kernel_log_unrecognized_oom_records_total"];
        var after = await node.Exporter.ScrapeAnewAsync();
        Assert.All(unchanged, name => Assert.Equal(before.Sum(name), after.Sum(name)));
    }

    [Fact]
    public async Task Exporter_KilledDuringKillsAndStartedAgain_NeitherLosesNorRepeatsOne()
    {
        const int Restarts = 3;
        await using var node = await HearingNodeAsync();
        var group = MemoryGroup.Create(node, "small", SmallLimit);
        var others = MachineLog.OomKills();
        var restarts = 0;
        var killing = Task.Run(
            async () =>
            {
                var pairs = 0;
                while (Volatile.Read(ref restarts) < Restarts)
                {
                    await group.KillAsync("containerd-shim");
                    await group.KillAsync("runc");
                    pairs++;
                }

                return pairs;
            },
            TestContext.Current.CancellationToken);
        var highest = 0.0;
        while (!killing.IsCompleted)
        {
            await Task.Delay(150, TestContext.Current.CancellationToken);
            highest = Math.Max(highest, await AllKillsAsync(node));
            await node.Exporter.Process.EndAsync("KILL");
            await node.Exporter.StartAsync();
            var restarted = await AllKillsAsync(node);
            Assert.True(restarted >= highest, $"a scrape saw {highest} kills, and after the restart there were {restarted}");
            Interlocked.Increment(ref restarts);
        }

        var pairs = await killing;
        others = MachineLog.OomKills() - others - (2 * pairs);
        await Eventually.HoldsAsync("all kills are counted", TimeSpan.FromSeconds(5), async () => await AllKillsAsync(node) >= 2 * pairs);
        var scrape = await node.Exporter.ScrapeAnewAsync();
        output.WriteLine($"{2 * pairs} kills during {restarts} restarts, {others} by others: {scrape.Sum("containerd_oom_kills_total")} counted");
        Assert.InRange(await KillsOfAsync(node, "shim"), pairs, pairs + others);
        Assert.InRange(await KillsOfAsync(node, "runc"), pairs, pairs + others);
        Assert.Equal(0, scrape.Sum("containerd_kernel_log_lost_records_total"));
    }

    [Fact]
    public async Task Flood_WithKillsInIt_MissesNoneUnseenAndStaysCheap()
    {
        const int Kills = 8;
        await using var node = await HearingNodeAsync();
        var group = MemoryGroup.Create(node, "small", SmallLimit);
        var before = await node.Exporter.ScrapeAnewAsync();
        var start = Stopwatch.GetTimestamp();
        var flood = Task.Run(
            () => MachineLog.Write(Enumerable.Range(0, FloodRecords).Select(i => $"<6>containerd-exporter end-to-end test, flood {i}\n")),
            TestContext.Current.CancellationToken);
        var slowest = TimeSpan.Zero;
        var kills = 0;
        while (!flood.IsCompleted || kills < Kills)
        {
            if (kills < Kills)
            {
                await group.KillAsync("containerd-shim");
                kills++;
            }

            var scrapeStart = Stopwatch.GetTimestamp();
            await node.Exporter.ScrapeAsync();
            var took = Stopwatch.GetElapsedTime(scrapeStart);
            slowest = took > slowest ? took : slowest;
        }

        await flood;
        var flooded = Stopwatch.GetElapsedTime(start);
        await Eventually.HoldsAsync("the flood is read, or counted as lost", TimeSpan.FromSeconds(30), async () =>
        {
            var now = await node.Exporter.ScrapeAsync();
            return Records(now) + Lost(now) - Records(before) - Lost(before) >= FloodRecords;
        });

        var after = await node.Exporter.ScrapeAnewAsync();
        var counted = after.Sum("containerd_oom_kills_total", "component=\"shim\"") - before.Sum("containerd_oom_kills_total", "component=\"shim\"");
        var lost = Lost(after) - Lost(before);
        var cpu = after.Sum("process_cpu_seconds_total") - before.Sum("process_cpu_seconds_total");
        output.WriteLine(
            $"{FloodRecords} records in {flooded.TotalSeconds:0.0} s: {lost} lost, {counted} of {kills} kills counted, {cpu:0.00} s of CPU with scrapes, " +
            $"resident {before.Sum("process_resident_memory_bytes") / (1 << 20):0.0} MiB before and {after.Sum("process_resident_memory_bytes") / (1 << 20):0.0} MiB after, slowest scrape {slowest.TotalMilliseconds:0} ms");
        Assert.True(counted >= kills || lost > 0, $"{counted} of {kills} kills were counted, and no record was lost");
        Assert.True(slowest < ScrapeDeadline, $"a scrape took {slowest}");
        Assert.True(after.Sum("process_resident_memory_bytes") - before.Sum("process_resident_memory_bytes") < 32 << 20, "memory grew with the flood");
    }

    private static double Records(Scrape scrape) => scrape.Sum("containerd_kernel_log_records_total");

    private static double Lost(Scrape scrape) => scrape.Sum("containerd_kernel_log_lost_records_total");

    private static async Task<double> KillsOfAsync(TestNode node, string component) =>
        (await node.Exporter.ScrapeAsync()).Sum("containerd_oom_kills_total", $"component=\"{component}\"");

    private static async Task<double> AllKillsAsync(TestNode node) => (await node.Exporter.ScrapeAsync()).Sum("containerd_oom_kills_total");

    private static async Task<TestNode> HearingNodeAsync()
    {
        var node = await TestNode.CreateAsync();
        try
        {
            await MachineLog.HearAsync(node);
            await node.Exporter.StartAsync();
            return node;
        }
        catch (Exception)
        {
            await node.DisposeAsync();
            throw;
        }
    }
}
