using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Quiet;

/// <summary>A container ended while containerd was down; from 1.7 on containerd cleans up after it when it starts.</summary>
public abstract class EndedWhileDownTest(AlertingChain alerting) : QuietTest(alerting)
{
    protected abstract string Line { get; }

    protected override Task PrepareAsync(TestNode node)
    {
        node.Containerd.Line = Line;
        return Task.CompletedTask;
    }

    protected override async Task LiveAsync(TestNode node)
    {
        await EndedWhileDown.MakeAsync(node);
        await Eventually.HoldsAsync("no shim and no task is left", TimeSpan.FromSeconds(30), async () =>
        {
            var scrape = await node.Exporter.ScrapeAsync();
            return scrape.Has(Expected.Parse("""containerd_shims{state="attached"} 0""")) && scrape.Has(Expected.Parse("containerd_bundles_without_shim 0"));
        });
    }
}

/// <summary>With containerd 1.7.</summary>
public sealed class EndedWhileDownOf17Tests(AlertingChain alerting) : EndedWhileDownTest(alerting)
{
    protected override string Line => "1.7";
}

/// <summary>With containerd 2.1.</summary>
public sealed class EndedWhileDownOf21Tests(AlertingChain alerting) : EndedWhileDownTest(alerting)
{
    protected override string Line => "2.1";
}
