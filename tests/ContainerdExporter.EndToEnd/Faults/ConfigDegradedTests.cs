using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>containerd on a Kubernetes node was restarted with a configuration that its CRI plugin cannot work with: the page names the file.</summary>
public sealed class ConfigDegradedTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string BrokenConfig = ContainerdDaemon.PlainConfig + """
        [plugins."io.containerd.grpc.v1.cri".containerd]
          snapshotter = "no-such-snapshotter"
        """;

    protected override string Alert => "ContainerdConfigDegraded";

    protected override string Cause => "configuration";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_config_valid 0""",
        """containerd_config_problems{severity="degraded",rule="snapshotter"} 1""",
        """containerd_config_pending_restart 0""",
        """containerd_probe_success{probe="cri"} 0""",
    ];

    protected override IReadOnlyList<string> Evidence => [$"{ContainerdDaemon.ConfigPath}:3:17", "no-such-snapshotter"];

    protected override async Task PrepareAsync(TestNode node)
    {
        Kubernetes.ConfigureNetwork(node);
        await Kubernetes.StartKubeletAsync(node);
    }

    protected override Task InjectAsync(TestNode node) => RestartWithAsync(node, BrokenConfig);

    protected override Task RepairAsync(TestNode node) => RestartWithAsync(node, ContainerdDaemon.PlainConfig);

    private static async Task RestartWithAsync(TestNode node, string config)
    {
        node.Write(ContainerdDaemon.ConfigPath, config);
        await node.Containerd.RestartAsync();
    }
}
