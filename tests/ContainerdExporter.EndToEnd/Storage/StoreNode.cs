using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Storage;

/// <summary>A node with an image and an exporter, whose store gets damaged and repaired. Nobody is alerted: that is tested elsewhere.</summary>
internal sealed class StoreNode : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private StoreNode(TestNode node) => Node = node;

    public TestNode Node { get; }

    public ContainerdDaemon Containerd => Node.Containerd;

    public static async Task<StoreNode> StartAsync(string release)
    {
        var node = await TestNode.CreateAsync();
        try
        {
            await DataDisk.MountMemoryAsync(node);
            await ContainerdRelease.InstallAsync(node, release);
            node.Write(ContainerdDaemon.ConfigPath, ContainerdDaemon.PlainConfig);
            await node.Containerd.StartAsync();
            await node.Containerd.ImportImageAsync();
            await node.Exporter.StartAsync(Exporter.ScaledFlags);
            var started = new StoreNode(node);
            await started.AssertHealthyAsync();
            return started;
        }
        catch (Exception)
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>The sample must be there, and a finding of this alert.</summary>
    public async Task AssertFoundAsync(string sample, string alert)
    {
        var (expected, scrape, findings) = (Expected.Parse(sample), (Scrape?)null, (Findings?)null);
        await Eventually.HoldsAsync($"{sample}, and a finding for {alert}", Soon, async () =>
        {
            scrape = await Node.Exporter.ScrapeAsync();
            findings = await Findings.OfAsync(Node);
            return scrape.Has(expected) && findings.All.Any(finding => finding.Alert == alert && finding.Cause == "storage");
        }, () => $"{findings}\n{scrape}\n{Containerd.Log}");
    }

    /// <summary>Nothing is found any more, and a container runs from the image.</summary>
    public async Task AssertHealthyAsync()
    {
        var findings = string.Empty;
        await Eventually.HoldsAsync("nothing is found", Soon, async () =>
        {
            await Node.Exporter.ScrapeAsync();
            var all = await Findings.OfAsync(Node);
            findings = all.ToString();
            return all.All.Count == 0;
        }, () => findings);
        await Containerd.RunToEndAsync("probe");
    }

    /// <summary>The shell on the node.</summary>
    public Task<string> ShellAsync(string script) => Node.RunAsync("bash", "-ec", script);

    /// <summary>Does something to the files while the daemon is down; the start after it may fail, as it would on a node.</summary>
    public async Task WhileStoppedAsync(string script, bool survives = true)
    {
        await Containerd.StopAsync();
        await ShellAsync(script);
        if (survives)
        {
            await Containerd.StartAsync();
        }
        else
        {
            await Containerd.LaunchAsync();
            await Eventually.HoldsAsync("containerd has crashed", TimeSpan.FromSeconds(20), () => Containerd.Process.HasEnded);
        }
    }

    /// <summary>Every digest in the content store, by the database.</summary>
    public async Task<string[]> DigestsAsync() =>
        (await Containerd.CtrAsync("content", "ls", "-q")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The runbook's fix for single blobs.</summary>
    public async Task ForgetBlobsAsync(IEnumerable<string> digests)
    {
        foreach (var digest in digests)
        {
            await Containerd.CtrAsync("content", "rm", digest);
            await Eventually.HoldsAsync("the blob is gone", TimeSpan.FromSeconds(30), () => !File.Exists(Node.PathOf(ContainerdDaemon.BlobPath(digest))));
        }

        await Containerd.ImportImageAsync();
    }

    /// <summary>The runbook's fix for whole images.</summary>
    public async Task RemoveImageAsync()
    {
        await Containerd.CtrAsync("images", "rm", "--sync", BusyboxImage.Reference);
        await Containerd.ImportImageAsync();
    }

    public ValueTask DisposeAsync() => Node.DisposeAsync();
}
