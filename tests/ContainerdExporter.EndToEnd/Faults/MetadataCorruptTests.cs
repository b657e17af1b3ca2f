using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>The metadata database is garbage: containerd says that it booted and answers Version, and nothing else works.</summary>
public sealed class MetadataCorruptTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string Database = ContainerdDaemon.Root + "/io.containerd.metadata.v1.bolt/meta.db";
    private const string Copy = "/run/node/meta.db";

    protected override string Alert => "ContainerdMetadataCorrupt";

    protected override string Cause => "storage";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_database_state{database="metadata",state="corrupt"} 1""",
        """containerd_up 1""",
        """containerd_core_plugin_failed{plugin="io.containerd.metadata.v1.bolt"} 1""",
        """containerd_probe_success{probe="namespaces"} 0""",
    ];

    protected override IReadOnlyList<string> Evidence => [Database, "no valid meta page"];

    protected override async Task InjectAsync(TestNode node)
    {
        await node.Containerd.StopAsync();
        await node.RunAsync("mv", Database, Copy);
        await node.RunAsync("dd", "if=/dev/urandom", $"of={Database}", "bs=4096", "count=64");
        await node.Containerd.StartAsync();
    }

    protected override async Task RepairAsync(TestNode node)
    {
        await node.Containerd.StopAsync();
        await node.RunAsync("mv", Copy, Database);
        await node.Containerd.StartAsync();
    }
}
