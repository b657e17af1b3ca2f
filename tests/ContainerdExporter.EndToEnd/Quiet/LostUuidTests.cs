using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Quiet;

/// <summary>A power loss left containerd's UUID file empty: Introspection.Server fails, and with it <c>ctr version</c>; all else works.</summary>
public sealed class LostUuidTests(AlertingChain alerting) : QuietTest(alerting)
{
    private const string UuidPath = ContainerdDaemon.Root + "/io.containerd.grpc.v1.introspection/uuid";

    protected override async Task LiveAsync(TestNode node)
    {
        await node.RunAsync("truncate", "--size=0", UuidPath);
        await node.Containerd.StopAsync();
        await node.Containerd.LaunchAsync();
        await Eventually.HoldsAsync(
            "containerd serves",
            TimeSpan.FromSeconds(20),
            async () => (await node.Exporter.ScrapeAsync()).Has(Expected.Parse("""containerd_socket_state{state="serving"} 1""")));
        Assert.NotEqual(0, (await node.TryRunAsync("ctr", "version")).ExitCode);
        await node.Containerd.RunToEndAsync("job");
    }
}
