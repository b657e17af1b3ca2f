using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>
/// Garbage in place of the metadata database: containerd boots as a zombie. Repaired by the full reset of root and state, after which the
/// node gets its image and container again.
/// </summary>
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

    protected override IReadOnlyList<Promise> Confirmed => [new("the finding", "^critical ContainerdMetadataCorrupt "), new("a failed `bolt`", @"^\S+ +bolt +\S+ +error *$")];

    protected override IReadOnlyList<Promise> Verified => [MetadataVerified.Promise];

    /// <summary>The reset gives the root another name, so it cannot be a mount.</summary>
    protected override Task MountRootAsync(TestNode node) => node.RunAsync("sh", "-c", $"mount -t tmpfs -o size=256m tmpfs /var/lib && mkdir -m 711 {ContainerdDaemon.Root} && mount -t tmpfs tmpfs /var/tmp");

    protected override async Task InjectAsync(TestNode node)
    {
        await node.Containerd.StopAsync();
        await node.RunAsync("dd", "if=/dev/urandom", $"of={ContainerdDaemon.MetadataPath}", "bs=4096", "count=64");
        await node.Containerd.StartAsync();
    }

    protected override async Task RepairAsync(TestNode node)
    {
        await FixAsync(node, 3, isToSucceed: false); // Nothing can be exported any more.
        await node.RunAsync("cmp", ContainerdDaemon.MetadataPath, "/var/tmp/containerd-db/meta.db");
        await FixAsync(node, 3, of: "ContainerdCoreServicesFailed");
        await node.RunAsync("sh", "-c", $"cmp {ContainerdDaemon.MetadataPath} /dev/shm/meta.db.*");
        await FixAsync(node, 4, of: "ContainerdCoreServicesFailed", part: 0);
        await FixAsync(node, 4, of: "ContainerdCoreServicesFailed", part: 1, isToSucceed: false); // No cluster to tell that the node is back.
        await node.Containerd.ImportImageAsync();
        await node.Containerd.RunContainerAsync(HealthyNode.Container);
    }
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

    protected override IReadOnlyList<Promise> Confirmed => [new("the finding", "^critical ContainerdMetadataCorrupt "), new("No such file", $"^ls: cannot access '{ContainerdDaemon.MetadataPath}': No such file or directory$")];

    protected override IReadOnlyList<Promise> Verified => [MetadataVerified.Promise];

    protected override Task InjectAsync(TestNode node) => node.RunAsync("rm", ContainerdDaemon.MetadataPath);

    protected override async Task RepairAsync(TestNode node)
    {
        await FixAsync(node, 2);
        await node.Containerd.StartAsync(); // As the unit's own restart does.
        Assert.Contains(BusyboxImage.Reference, await node.Containerd.CtrAsync("images", "ls", "-q"), StringComparison.Ordinal);
        Assert.Contains(HealthyNode.Container, await node.Containerd.CtrAsync("tasks", "ls", "-q"), StringComparison.Ordinal);
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

    protected override IReadOnlyList<Promise> Confirmed => [new("the finding", "^warning ContainerdMetadataCorrupt "), new("the state of each meta page", "first invalid, second valid")];

    protected override IReadOnlyList<Promise> Verified => [MetadataVerified.Promise];

    protected override Task InjectAsync(TestNode node) => node.RunAsync("bash", "-ec", MetaPages.LoseFirst);

    protected override Task RepairAsync(TestNode node) => FixAsync(node, 1);
}

/// <summary>What all of them end with: the node has one image.</summary>
internal static class MetadataVerified
{
    public static readonly Promise Promise = new("Expect 0, then the number of images that belong there, then no line but perhaps devmapper", @"\A0\n1\n(.* devmapper .*\n)?\z");
}
