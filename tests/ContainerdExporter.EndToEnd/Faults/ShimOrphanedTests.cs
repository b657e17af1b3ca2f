using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>
/// A container ended while containerd 1.6 was down, and its shim stays for ever (containerd issue 6771); and a container's directory is
/// left whose shim has gone.
/// </summary>
public sealed class ShimOrphanedTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string LostBundle = "/run/containerd/io.containerd.runtime.v2.task/default/lost";

    protected override string Alert => "ContainerdShimOrphaned";

    protected override string Cause => "runtime";

    protected override string Receiver => "tickets";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_shims{state="orphaned"} 1""",
        """containerd_shims{state="attached"} 0""",
        """containerd_tasks{namespace="default",status="stopped"} 1""",
        "containerd_bundles_without_shim 1",
    ];

    protected override IReadOnlyList<string> Evidence =>
    [
        $"default/{HealthyNode.Container}", "its container ended, and nobody deleted the task",
        "default/lost", "nothing listens on /run/containerd/s/gone",
    ];

    /// <summary>The task says since when it has ended; that nothing comes to listen for a bundle takes several looks.</summary>
    protected override IReadOnlyList<string> DoctorSays => [.. Evidence.Take(2)];

    protected override IReadOnlyList<Promise> Confirmed => [new("Bad: no child, and STOPPED", $@"^ *PID COMMAND\n{HealthyNode.Container} +\d+ +STOPPED *$")];

    protected override IReadOnlyList<Promise> Verified => [new("Expect no process and no STOPPED task", @"\A *PID TTY +TIME CMD\nTASK +PID +STATUS *\n(?!(?s:.*)STOPPED)")];

    protected override async Task FillInAsync(TestNode node) =>
        Blanks["NS=k8s.io; ID=abc; P=12345"] = $"NS=default; ID={HealthyNode.Container}; P={await node.Containerd.ShimOfAsync(HealthyNode.Container)}";

    protected override async Task InjectAsync(TestNode node)
    {
        await EndedWhileDown.MakeAsync(node);
        node.Write($"{LostBundle}/address", "unix:///run/containerd/s/gone");
        var symptoms = Symptoms.Select(Expected.Parse).ToList();
        await Eventually.HoldsAsync("both are confirmed", TimeSpan.FromSeconds(90), async () =>
        {
            var scrape = await node.Exporter.ScrapeAsync();
            return symptoms.All(scrape.Has);
        });
    }

    /// <summary>containerd itself removes the directory when it starts.</summary>
    protected override async Task RepairAsync(TestNode node)
    {
        var shim = await node.Containerd.ShimOfAsync(HealthyNode.Container);
        await FixAsync(node, 1);
        await Eventually.HoldsAsync("the shim ends", TimeSpan.FromSeconds(20), () => !Directory.Exists(node.PathOf($"/proc/{shim}")));
        await FixAsync(node, 3);
        Assert.False(Directory.Exists(node.PathOf(LostBundle)), "containerd left the directory");
        await node.Containerd.CtrAsync("container", "delete", HealthyNode.Container);
        await node.Containerd.RunContainerAsync(HealthyNode.Container);
    }
}
