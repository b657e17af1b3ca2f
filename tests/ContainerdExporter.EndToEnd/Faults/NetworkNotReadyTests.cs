using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>The network's configuration is gone from a Kubernetes node.</summary>
public sealed class NetworkNotReadyTests(AlertingChain alerting) : FaultTest(alerting)
{
    protected override string Alert => "ContainerdNetworkNotReady";

    protected override string Cause => "liveness";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_kubelet_running 1""",
        """containerd_cri_condition{condition="NetworkReady"} 0""",
    ];

    protected override IReadOnlyList<string> Evidence => ["NetworkPluginNotReady"];

    protected override IReadOnlyList<Promise> Confirmed => [new("an empty folder", @"^/etc/cni/net\.d:\ntotal 0$")];

    protected override IReadOnlyList<Promise> Verified => [new("`liveness ok`", "^ *liveness +ok$")];

    protected override async Task PrepareAsync(TestNode node)
    {
        Kubernetes.ConfigureNetwork(node);
        await node.RunAsync("install", "-D", "/bin/true", "/opt/cni/bin/bridge"); // What it names; nobody calls it here.
        await Kubernetes.StartKubeletAsync(node);
    }

    protected override async Task InjectAsync(TestNode node)
    {
        Kubernetes.RemoveNetwork(node);
        await Eventually.HoldsAsync(
            "containerd has noticed",
            TimeSpan.FromSeconds(10),
            async () => (await node.Exporter.ScrapeAsync()).Has(Expected.Parse(Symptoms[1])));
    }

    protected override Task RepairAsync(TestNode node)
    {
        Kubernetes.ConfigureNetwork(node); // The file "from a healthy node".
        return FixAsync(node, 2);
    }
}
