using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>Four OCI runtime processes do not end, each for a reason of its own: one page tells of them all.</summary>
public sealed class RuntimeStuckTests(AlertingChain alerting) : FaultTest(alerting)
{
    private StuckRuntimes? stuck;

    protected override string Alert => "ContainerdRuntimeStuck";

    protected override string Cause => "runtime";

    protected override (string Label, IReadOnlyList<string> Values) Parts => ("command", ["start", "create", "run", "state"]);

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_runtime_stuck_processes{runtime="runc",command="start",reason="uninterruptible"} 1""",
        """containerd_runtime_stuck_processes{runtime="runc",command="create",reason="overdue"} 1""",
        """containerd_runtime_stuck_processes{runtime="runc",command="run",reason="frozen"} 1""",
        """containerd_runtime_stuck_processes{runtime="runc",command="state",reason="zombie"} 1""",
        """containerd_runtime_processes{runtime="runc",command="start",state="uninterruptible"} 1""",
        """containerd_runtime_processes{runtime="runc",command="create",state="stopped"} 1""",
    ];

    protected override IReadOnlyList<string> Evidence =>
    [
        "blocked inside the kernel, where no signal reaches it", "_vfork",
        "its command should have been done in a second", "create --bundle /run/node/stuck/stopped stopped",
        "its cgroup is frozen",
        "its shim or daemon does not collect it",
    ];

    /// <summary>One look shows what is old; that nothing moves takes two.</summary>
    protected override IReadOnlyList<string> DoctorSays => ["blocked inside the kernel", "should have been done in a second"];

    protected override async Task InjectAsync(TestNode node)
    {
        stuck = new StuckRuntimes(node);
        await stuck.AbandonAsync();
        await stuck.StopAsync();

        // Patience with these ends sooner: all four are then notified together.
        await Task.Delay(Scale.Down(TimeSpan.FromSeconds(30)), TestContext.Current.CancellationToken);
        await stuck.BlockAsync();
        await stuck.FreezeAsync();
        var symptoms = Symptoms.Select(Expected.Parse).ToList();
        await Eventually.HoldsAsync("all of them are stuck", TimeSpan.FromSeconds(30), async () =>
        {
            var scrape = await node.Exporter.ScrapeAsync();
            return symptoms.All(scrape.Has);
        });
    }

    protected override Task RepairAsync(TestNode node) => stuck!.ReleaseAsync();
}
