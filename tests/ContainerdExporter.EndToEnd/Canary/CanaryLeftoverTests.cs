using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Canary;

/// <summary>Whoever dies in the middle of a canary, nothing of it stays; and what is not the exporter's is left alone.</summary>
public sealed class CanaryLeftoverTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("1.7")]
    [InlineData("2.1")]
    public async Task Canary_ExporterOrDaemonEndedInTheMiddle_LeavesNothing(string? line)
    {
        await using var canary = await CanaryNode.StartAsync(line);
        var node = canary.Node;
        await node.Containerd.ImportImageAsync();
        await node.Containerd.RunContainerAsync("steady");
        await canary.InstallSlowAsync("start");

        // An orderly end takes the canary along.
        await canary.StartExporterAsync();
        await canary.HasStartingCanaryAsync();
        await node.Exporter.Process.EndAsync();
        await canary.LeavesNothingAsync();

        // A sudden one cannot; the next exporter does.
        await canary.StartExporterAsync();
        await canary.HasStartingCanaryAsync();
        await node.Exporter.Process.EndAsync("KILL");
        Assert.NotEmpty(await canary.CanariesAsync());
        await canary.InstallAsync();
        await canary.StartExporterAsync();
        await canary.IsGreenAsync();

        // The daemon dies: so does the connection, and the canary is its problem after the restart.
        await canary.InstallSlowAsync("start");
        await canary.HasStartingCanaryAsync();
        await node.Containerd.Process.EndAsync("KILL");
        await canary.InstallAsync();
        await node.Containerd.StartAsync();
        await canary.IsGreenAsync();
        await node.Exporter.Process.EndAsync();
        await canary.LeavesNothingAsync();
        Assert.Contains("RUNNING", await node.Containerd.CtrAsync("tasks", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Canary_StrangersContainerInItsNamespace_IsLeftAlone()
    {
        await using var canary = await CanaryNode.StartAsync(line: null);
        var node = canary.Node;
        await node.Containerd.CtrAsync("--namespace", CanaryNode.Space, "images", "import", BusyboxImage.ArchivePath);
        await node.Containerd.CtrAsync("--namespace", CanaryNode.Space, "run", "--detach", "--cgroup", $"{node.Cgroup}/stranger", BusyboxImage.Reference, "stranger", "sleep", "86400");
        await canary.StartExporterAsync();
        await canary.IsGreenAsync();
        await canary.IsGreenAsync();
        await node.Exporter.Process.EndAsync();

        Assert.Equal(["stranger"], await canary.CanariesAsync());
        Assert.Contains("RUNNING", await node.Containerd.CtrAsync("--namespace", CanaryNode.Space, "tasks", "list"), StringComparison.Ordinal);
    }

    /// <summary>As in a container whose state directory is no directory of the host.</summary>
    [Fact]
    public async Task Canary_StateDirectoryThatTheDaemonDoesNotSee_IsUnsupportedAndSaysWhy()
    {
        await using var canary = await CanaryNode.StartAsync(line: null);
        var node = canary.Node;
        await node.RunAsync("mkdir", "-p", "/var/lib/containerd-exporter", "/opt/bin");
        node.Write("/opt/bin/own", "#!/bin/sh\nmount -t tmpfs tmpfs /var/lib/containerd-exporter\nexec \"$@\"\n");
        await node.RunAsync("chmod", "755", "/opt/bin/own");
        await node.StartAsync("exporter", "unshare", "--mount", "--propagation", "private", "/opt/bin/own", await PublishedExporter.PathAsync(), "--collector.canary");
        await Eventually.HoldsAsync("the canary is unsupported", TimeSpan.FromSeconds(20), async () =>
        {
            try
            {
                return (await node.Exporter.ScrapeAsync()).Has(Expected.Parse("""containerd_exporter_collector_state{collector="canary",state="unsupported"} 1"""));
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });

        Assert.Contains("--state.dir must be a directory of the host", await node.Exporter.GetTextAsync("api/v1/findings"), StringComparison.Ordinal);
        Assert.Empty(await canary.CanariesAsync());
    }
}
