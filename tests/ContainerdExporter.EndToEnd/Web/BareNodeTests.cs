using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Web;

public sealed class BareNodeTests
{
    [Fact]
    public async Task Exporter_WithoutAnyContainerd_SaysSoAndWorks()
    {
        await using var node = await TestNode.CreateAsync();
        await node.Exporter.StartAsync();

        var scrape = await node.Exporter.ScrapeAsync();
        var page = await node.Exporter.GetTextAsync("");
        var findings = await Findings.OfAsync(node);

        Assert.True(scrape.Has(Expected.Parse("containerd_instances 0")), scrape.ToString());
        Assert.DoesNotContain(scrape.Samples.Keys, series => series.StartsWith("containerd_up", StringComparison.Ordinal));
        Assert.True(findings.All.Count == 0, findings.ToString());
        Assert.Contains("No containerd", page, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A service starts in the root directory: whoever watches its working directory watches the whole host, dead mounts included.</summary>
    [Fact]
    public async Task Exporter_StartedInTheRootDirectory_WatchesNoFiles()
    {
        await using var node = await TestNode.CreateAsync();
        await node.Exporter.StartAsync();

        var process = $"/proc/{node.Exporter.Process.Pid}";

        Assert.Equal("/", (await node.RunAsync("readlink", $"{process}/cwd")).TrimEnd());
        Assert.DoesNotContain("inotify", await node.RunAsync("ls", "-l", $"{process}/fd"), StringComparison.Ordinal);
    }
}
