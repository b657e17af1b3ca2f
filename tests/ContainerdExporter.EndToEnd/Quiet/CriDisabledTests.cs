using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Quiet;

/// <summary>A node of Docker's or ctr's alone: CRI is switched off, as Docker's package does it.</summary>
public sealed class CriDisabledTests(AlertingChain alerting) : QuietTest(alerting)
{
    private const string Config = ContainerdDaemon.PlainConfig + """
        disabled_plugins = ["io.containerd.grpc.v1.cri"]
        """;

    protected override Task PrepareAsync(TestNode node)
    {
        node.Write(ContainerdDaemon.ConfigPath, Config);
        return Task.CompletedTask;
    }

    protected override async Task LiveAsync(TestNode node)
    {
        var scrape = await node.Exporter.ScrapeAsync();
        Assert.DoesNotContain(scrape.Samples.Keys, series => series.StartsWith("containerd_cri_condition", StringComparison.Ordinal));
    }
}
