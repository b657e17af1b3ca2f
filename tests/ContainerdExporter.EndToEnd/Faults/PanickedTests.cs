using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>
/// containerd panics once, over half a database, and is well again a moment later, when somebody has put a copy back: only its log
/// remembers.
/// </summary>
public sealed class PanickedTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string Copy = "/run/node/meta.db";

    protected override string Alert => "ContainerdPanicked";

    protected override string Cause => "liveness";

    protected override string Receiver => "tickets";

    protected override IReadOnlyList<string> ExporterFlags => ["--containerd.log-file=/run/node/containerd.log"];

    protected override bool IsOver => true;

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_log_messages_total{pattern="database_panic"} 1""",
        """containerd_up 1""",
    ];

    protected override IReadOnlyList<string> Evidence => ["panic"];

    protected override IReadOnlyList<Promise> Confirmed =>
    [
        new("Bad: the panic", "^(panic|fatal error): "),
        new("below it the stack", @"^goroutine \d+"),
        new("`go.etcd.io/bbolt` in the stack", @"^go\.etcd\.io/bbolt\."),
    ];

    protected override IReadOnlyList<Promise> Verified => [new("a `Server:` block", "^Server:$")];

    protected override async Task InjectAsync(TestNode node)
    {
        await node.Containerd.StopAsync();
        await node.RunAsync("cp", ContainerdDaemon.MetadataPath, Copy);
        await node.RunAsync("truncate", "--size=9000", ContainerdDaemon.MetadataPath);
        await node.Containerd.LaunchAsync();
        await Eventually.HoldsAsync("containerd panics", TimeSpan.FromSeconds(20), () => node.Containerd.Process.HasEnded);
        await node.RunAsync("mv", Copy, ContainerdDaemon.MetadataPath);
        await node.Containerd.StartAsync();
        var counted = Expected.Parse(Symptoms[0]);
        await Eventually.HoldsAsync("the panic is read", TimeSpan.FromSeconds(10), async () => (await node.Exporter.ScrapeAsync()).Has(counted));
    }

    /// <summary>Nothing is left to do.</summary>
    protected override Task RepairAsync(TestNode node) => Task.CompletedTask;
}
