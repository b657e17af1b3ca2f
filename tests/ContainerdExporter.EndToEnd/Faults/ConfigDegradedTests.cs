using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

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

    protected override IReadOnlyList<Promise> Confirmed => [new("Bad: `2`", "^exit code 2$"), new("file, line and column", @"config\.toml:3:17\b")];

    protected override IReadOnlyList<Promise> Verified => [new("Every `cri` plugin `ok`", @"^\S+ +cri +\S+ +ok *$")];

    protected override async Task PrepareAsync(TestNode node)
    {
        Kubernetes.ConfigureNetwork(node);
        await Kubernetes.StartKubeletAsync(node);
    }

    protected override async Task InjectAsync(TestNode node)
    {
        node.Write(ContainerdDaemon.ConfigPath, BrokenConfig);
        await node.Containerd.RestartAsync();
    }

    protected override async Task RepairAsync(TestNode node)
    {
        await node.Units.EditAsync(ContainerdDaemon.PlainConfig);
        await FixAsync(node, 1, isToSucceed: false); // 1: a warning, as the node's root is in memory.
        await FixAsync(node, 2);
    }
}
