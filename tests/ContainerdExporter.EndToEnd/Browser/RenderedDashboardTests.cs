using System.Globalization;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Browser;

/// <summary>
/// Both dashboards in a browser, drawn with Grafana's libraries from the Prometheus that watches a healthy node and a sick one, up to
/// the click that opens a runbook. The browser keeps a machine busy, so this runs apart from the tests with deadlines,
/// and needs <c>tests/grafana/run.sh --install</c>.
/// </summary>
public sealed class RenderedDashboardTests(AlertingChain alerting)
{
    private const string Alert = "ContainerdSocketStale";

    [Fact]
    public async Task Dashboards_OfAHealthyAndASickNode_AreDrawnAndLeadToTheRunbook()
    {
        var nodes = await Task.WhenAll(StartAsync(), StartAsync());
        await using var healthy = nodes[0];
        await using var sick = nodes[1];
        await sick.TellAsync(() => RunAsync(healthy.Node, sick.Node));
    }

    private Task<WatchedNode> StartAsync() => WatchedNode.StartAsync(alerting, DataDisk.MountDiskAsync, node =>
    {
        Kubernetes.ConfigureNetwork(node);
        return Kubernetes.StartKubeletAsync(node);
    });

    private async Task RunAsync(TestNode healthy, TestNode sick)
    {
        await Task.Delay(Scale.Aftermath, TestContext.Current.CancellationToken); // Some history of a healthy node.
        await sick.Containerd.Process.EndAsync("KILL");
        await Eventually.HoldsAsync($"{Alert} fires", Scale.ToFire, async () =>
            (await alerting.Prometheus.QueryAsync($"ALERTS{{alertname=\"{Alert}\",alertstate=\"firing\",instance=\"{sick.Instance}\"}}")).Count == 1);
        var drawn = await Command.TryRunAsync(
            [
                "node",
                Repository.PathOf("tests/grafana/nodes.mjs"),
                alerting.Prometheus.Url.ToString().TrimEnd('/'),
                Scale.ScrapeInterval.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                healthy.Instance,
                sick.Instance,
                Repository.PathOf("artifacts/dashboards-nodes"),
            ],
            TimeSpan.FromMinutes(3));
        Assert.True(drawn.ExitCode == 0, $"{drawn.Output}\n{drawn.Error}");
        Assert.EndsWith(" passed, 0 failed, 0 skipped", drawn.Output.TrimEnd(), StringComparison.Ordinal);
    }
}
