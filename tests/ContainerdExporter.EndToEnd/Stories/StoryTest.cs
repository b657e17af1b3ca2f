using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Stories;

/// <summary>
/// Real faults, one from the other, on a node with its exporter. The exporter, a restarted exporter, the front page and the doctor tell
/// the same story in the order in which it happened.
/// </summary>
public abstract class StoryTest
{
    protected static async Task<TestNode> StartAsync(Func<TestNode, Task> prepareAsync)
    {
        var node = await TestNode.CreateAsync();
        try
        {
            await prepareAsync(node);
            node.Write(ContainerdDaemon.ConfigPath, ContainerdDaemon.PlainConfig);
            await node.Containerd.StartAsync();
            await node.Containerd.ImportImageAsync();
            await node.Exporter.StartAsync(Exporter.ScaledFlags);
            await node.Exporter.ScrapeAnewAsync();
            return node;
        }
        catch (Exception)
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>One step of the story has happened, and Prometheus has looked.</summary>
    protected static async Task SeeAsync(TestNode node, Func<Task> stepAsync)
    {
        await stepAsync();
        await node.Exporter.ScrapeAnewAsync();
    }

    /// <summary>These, in this order; the daemon's start before the trouble and what else is seen may stand between them.</summary>
    protected static async Task AssertToldAsync(TestNode node, params string[] expected)
    {
        AssertInOrder(expected, (await Timeline.OfAsync(node)).Steps());
        var page = await node.Exporter.GetTextAsync(string.Empty);
        Assert.All(expected, step => Assert.Contains(step, page, StringComparison.Ordinal));

        await node.Exporter.Process.EndAsync();
        var visit = await DoctorVisit.AskAsync(node);
        var story = visit.Report.Split('\n').SkipWhile(line => !line.StartsWith("What came first", StringComparison.Ordinal)).Skip(1).First();
        AssertInOrder(expected, [.. story.Split(" -> ").Select(step => step.Trim()[6..])]);

        await node.Exporter.StartAsync(Exporter.ScaledFlags);
        await node.Exporter.ScrapeAnewAsync();
        AssertInOrder(expected, (await Timeline.OfAsync(node)).Steps());
    }

    private static void AssertInOrder(IReadOnlyList<string> expected, IReadOnlyList<string> told)
    {
        var next = 0;
        foreach (var step in told)
        {
            next += next < expected.Count && step == expected[next] ? 1 : 0;
        }

        Assert.True(next == expected.Count, $"expected {string.Join(" -> ", expected)}, told {string.Join(" -> ", told)}");
    }
}
