using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Quiet;

/// <summary>An administrator restarts containerd once; its container goes on.</summary>
public sealed class PlannedRestartTests(AlertingChain alerting) : QuietTest(alerting)
{
    protected override async Task LiveAsync(TestNode node)
    {
        await node.Containerd.RestartAsync();
        var scrape = await node.Exporter.ScrapeAnewAsync();
        Assert.True(scrape.Has(Expected.Parse("containerd_restarts_total 1")), "the restart was not counted");
        Assert.Contains("RUNNING", await node.Containerd.CtrAsync("task", "list"), StringComparison.Ordinal);
    }
}
