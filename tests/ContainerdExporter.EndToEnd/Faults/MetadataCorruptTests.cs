using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>Garbage in place of the metadata database: containerd boots as a zombie. Repaired by the full reset of root and state.</summary>
public sealed class MetadataCorruptTests(AlertingChain alerting) : FaultTest(alerting)
{
    protected override string Alert => "ContainerdMetadataCorrupt";

    protected override string Cause => "storage";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_database_state{database="metadata",state="corrupt"} 1""",
        """containerd_database_state{database="overlayfs",state="ok"} 1""",
        """containerd_core_plugin_failed{plugin="io.containerd.metadata.v1.bolt"} 1""",
    ];

    protected override IReadOnlyList<string> Evidence => ["first invalid, second invalid", ContainerdDaemon.MetadataPath];

    protected override async Task InjectAsync(TestNode node)
    {
        await node.Containerd.StopAsync();
        await node.RunAsync("dd", "if=/dev/urandom", $"of={ContainerdDaemon.MetadataPath}", "bs=4096", "count=64");
        await node.Containerd.StartAsync();
    }

    protected override Task RepairAsync(TestNode node) => StoreReset.RunAsync(node);
}

/// <summary>The metadata database is deleted under the running containerd, and brought back from its open descriptor.</summary>
public sealed class MetadataDeletedTests(AlertingChain alerting) : FaultTest(alerting)
{
    protected override string Alert => "ContainerdMetadataCorrupt";

    protected override string Cause => "storage";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_database_state{database="metadata",state="absent"} 1""",
        """containerd_up 1""",
    ];

    protected override IReadOnlyList<string> Evidence => [ContainerdDaemon.MetadataPath];

    protected override Task InjectAsync(TestNode node) => node.RunAsync("rm", ContainerdDaemon.MetadataPath);

    protected override async Task RepairAsync(TestNode node)
    {
        // The runbook's own words, but for systemd's restart.
        await node.RunAsync("bash", "-c", $$"""
            R={{ContainerdDaemon.Root}}; P=$(pgrep -xo containerd)
            F=$(find "/proc/$P/fd" -lname '*/meta.db (deleted)' | head -n 1); test -n "$F" && kill -STOP "$P" &&
              if cp --sparse=always "$F" "$R/io.containerd.metadata.v1.bolt/meta.db"; then kill -KILL "$P"; else kill -CONT "$P"; fi
            """);
        await node.Containerd.StartAsync();
        Assert.Contains(BusyboxImage.Reference, await node.Containerd.CtrAsync("images", "ls", "-q"), StringComparison.Ordinal);
        Assert.Contains(WatchedNode.Container, await node.Containerd.CtrAsync("tasks", "ls", "-q"), StringComparison.Ordinal);
    }
}

/// <summary>One meta page of two is lost: nobody is paged, and two commits heal it.</summary>
public sealed class MetaPageLostTests(AlertingChain alerting) : FaultTest(alerting)
{
    protected override string Alert => "ContainerdMetadataCorrupt";

    protected override string Cause => "storage";

    protected override string Receiver => "tickets";

    protected override IReadOnlyList<string> Symptoms => ["""containerd_database_state{database="metadata",state="degraded"} 1"""];

    protected override IReadOnlyList<string> Evidence => ["first invalid, second valid"];

    protected override Task InjectAsync(TestNode node) => node.RunAsync("bash", "-ec", MetaPages.LoseFirst);

    protected override async Task RepairAsync(TestNode node)
    {
        await node.Containerd.CtrAsync("namespaces", "create", "meta-page-probe");
        await node.Containerd.CtrAsync("namespaces", "remove", "meta-page-probe");
    }
}
