using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Quiet;

/// <summary>What is normal on a node, watched for as long as the longest page takes: nobody must hear of it.</summary>
public abstract class QuietTest(AlertingChain alerting)
{
    /// <summary>Changes the bare node before it is started.</summary>
    protected virtual Task PrepareAsync(TestNode node) => Task.CompletedTask;

    /// <summary>What happens on the node.</summary>
    protected abstract Task LiveAsync(TestNode node);

    [Fact]
    public async Task NormalLife_ForTheLongestPage_NotifiesNobody()
    {
        await using var watched = await WatchedNode.StartAsync(alerting, DataDisk.MountMemoryAsync, PrepareAsync);
        await watched.TellAsync(() => RunAsync(watched));
    }

    private async Task RunAsync(WatchedNode watched)
    {
        var watch = Task.Delay(Scale.LongestPage, TestContext.Current.CancellationToken);
        await LiveAsync(watched.Node);
        (await DoctorVisit.AskAsync(watched.Node)).AssertClean();
        await watch;

        Assert.Empty(watched.Notifications);
        var findings = await Findings.OfAsync(watched.Node);
        Assert.True(findings.All.Count == 0, $"found on a healthy node:\n{findings}");
        var scrape = await watched.Node.Exporter.ScrapeAnewAsync();
        Assert.True(scrape.Has(Expected.Parse("containerd_up 1")), "containerd is not up in the end");
    }
}
