using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.SideBySide;

namespace ContainerdExporter.EndToEnd.Web;

/// <summary>A guard against gross regressions. It compares with another exporter in the same minute, since no time means the same on two machines; <c>tests/bench.sh</c> measures.</summary>
public sealed class ScrapeCostTests(ITestOutputHelper output)
{
    private const int Turns = 4;
    private const int ScrapesOfTurn = 50;

    /// <summary>Measured: 2.4 on this node of a dozen processes; each further process costs node_exporter more than it costs us.</summary>
    private const double LargestRatio = 5;

    [Fact]
    public async Task Scrape_BesideNodeExporter_CostsNoMultipleOfIt()
    {
        await using var node = await TestNode.CreateAsync();
        await node.Containerd.StartPlainAsync();
        using var load = new ScrapeLoad();
        Subject[] subjects = [await Subject.OursAsync(), Subject.NodeExporter];
        var processes = new List<NodeProcess>();
        foreach (var subject in subjects)
        {
            processes.Add(await subject.StartAsync(node));
            await Eventually.HoldsAsync($"{subject.Name} is served", TimeSpan.FromSeconds(20), () => load.IsServedAsync(subject.MetricsOf(node)));
        }

        var before = processes.Select(process => ProcessCost.Of(node, process).Cpu).ToList();
        for (var turn = 0; turn < Turns; turn++)
        {
            foreach (var subject in subjects)
            {
                await load.RunAsync(subject.MetricsOf(node), ScrapesOfTurn);
            }
        }

        var used = processes.Select((process, index) => ProcessCost.Of(node, process).Cpu - before[index]).ToList();
        var ratio = used[0] / used[1];
        output.WriteLine($"{Turns * ScrapesOfTurn} scrapes: {used[0].TotalMilliseconds} ms of CPU, node_exporter {used[1].TotalMilliseconds} ms: {ratio:0.00}");
        Assert.True(ratio < LargestRatio, $"a scrape costs {ratio:0.00} times as much CPU as node_exporter's");
    }
}
