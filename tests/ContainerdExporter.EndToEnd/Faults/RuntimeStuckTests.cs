using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

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

    protected override IReadOnlyList<Promise> Confirmed =>
    [
        new("an old `create`", @"^ *\d+ +\d+ +T\S* +\d+ +\S+ +\S*runc .* create "),
        new("STAT `D`", @"^ *\d+ +\d+ +D\S* +\d+ +\S+ +\S*runc start "),
        new("`FROZEN` or `frozen 1`", "^(FROZEN|frozen 1)$"),
        new("or `Z`", @"^ *\d+ +\d+ +Z\S* +\d+ +\S+ +\[runc\] "),
    ];

    protected override IReadOnlyList<Promise> Verified => [new("Expect nothing", @"\A\z")];

    /// <summary>What counts as old is shorter here, as everything else.</summary>
    protected override Task PrepareAsync(TestNode node)
    {
        Blanks["> 60"] = "> 1";
        return Task.CompletedTask;
    }

    protected override async Task InjectAsync(TestNode node)
    {
        stuck = new StuckRuntimes(node);
        await stuck.AbandonAsync();
        await stuck.StopAsync();

        // Patience with these ends sooner: all four are then notified together.
        await Task.Delay(Scale.Down(TimeSpan.FromSeconds(30)), TestContext.Current.CancellationToken);
        await stuck.BlockAsync();
        await stuck.FreezeAsync();
        Blanks["P=12345"] = $"P={stuck.FrozenPid}";
        var symptoms = Symptoms.Select(Expected.Parse).ToList();
        await Eventually.HoldsAsync("all of them are stuck", TimeSpan.FromSeconds(30), async () =>
        {
            var scrape = await node.Exporter.ScrapeAsync();
            return symptoms.All(scrape.Has);
        });
    }

    protected override async Task RepairAsync(TestNode node)
    {
        await TypeAsync($"P={stuck!.StoppedPid}");
        await FixAsync(node, 1);
        await FixAsync(node, 3, isToSucceed: false); // The last command looks whether it is still there.
        await TypeAsync($"P={stuck.FrozenPid}");
        await FixAsync(node, 2, isToSucceed: false); // Its last command is for the other version of cgroups.
        await FixAsync(node, 3, isToSucceed: false);
        await stuck.ReleaseAsync();
    }
}
