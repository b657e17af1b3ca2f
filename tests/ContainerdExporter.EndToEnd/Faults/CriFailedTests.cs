using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>
/// A file lies where the snapshotter's directory belongs on a Kubernetes node: CRI finds no snapshotter, and the configuration has
/// no part in it.
/// </summary>
public sealed class CriFailedTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string Snapshots = ContainerdDaemon.Root + "/io.containerd.snapshotter.v1.overlayfs";
    private const string Aside = ContainerdDaemon.Root + "/snapshots.aside";

    protected override string Alert => "ContainerdCriFailed";

    protected override string Cause => "liveness";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_up 1""",
        """containerd_config_valid 1""",
        """containerd_probe_success{probe="cri"} 0""",
    ];

    protected override IReadOnlyList<string> Evidence => ["failed to find snapshotter"];

    protected override IReadOnlyList<Promise> Confirmed => [new("Bad: `error`", @"^\S+ +cri +\S+ +error *$"), "failed to find snapshotter"];

    protected override IReadOnlyList<Promise> Verified => [new("every `cri` plugin `ok`", @"^\S+ +cri +\S+ +ok *$")];

    protected override async Task PrepareAsync(TestNode node)
    {
        Kubernetes.ConfigureNetwork(node);
        await Kubernetes.StartKubeletAsync(node);
    }

    protected override async Task InjectAsync(TestNode node)
    {
        await node.Containerd.StopAsync();
        await node.RunAsync("mv", Snapshots, Aside);
        await node.RunAsync("touch", Snapshots);
        await node.Containerd.StartAsync();
    }

    protected override async Task RepairAsync(TestNode node)
    {
        await node.RunAsync("rm", Snapshots);
        await node.RunAsync("mv", Aside, Snapshots);
        await FixAsync(node, 3);
    }
}
