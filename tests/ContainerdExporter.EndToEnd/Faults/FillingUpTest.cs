using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>A tenth is left of the disk under containerd's root, and it goes on for a while: a ticket after half an hour.</summary>
public abstract class FillingUpTest(AlertingChain alerting) : FaultTest(alerting)
{
    private const double Left = 0.11;
    private const double Full = 0.05;
    private const string OfRoot = "area=\"root\"";

    protected override string Cause => "disk";

    protected override string Receiver => "tickets";

    protected override string Severity => "info";

    protected override TimeSpan ToFire => Scale.ToFireAfter(TimeSpan.FromMinutes(30));

    protected override IReadOnlyList<string> Symptoms => ["""containerd_filesystem_readonly{area="root",fstype="ext4"} 0"""];

    /// <summary>The metrics of what is left, and of all that there is.</summary>
    protected abstract (string Left, string All) Metrics { get; }

    /// <summary>Takes so much at once, and a little more within the next minutes.</summary>
    protected abstract Task FillAsync(TestNode node, double surplus);

    protected override Task MountRootAsync(TestNode node) => DataDisk.MountDiskAsync(node);

    protected override async Task InjectAsync(TestNode node)
    {
        var scrape = await node.Exporter.ScrapeAsync();
        await FillAsync(node, scrape.Sum(Metrics.Left, OfRoot) - (Left * scrape.Sum(Metrics.All, OfRoot)));
        scrape = await node.Exporter.ScrapeAnewAsync();
        Assert.InRange(scrape.Sum(Metrics.Left, OfRoot) / scrape.Sum(Metrics.All, OfRoot), Full, Left);
    }
}
