using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>A drop-in with a mistake is placed while containerd runs: somebody hears of it before any restart.</summary>
public sealed class ConfigInvalidTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string DropIn = "/etc/containerd/conf.d/99-gpu.toml";

    protected override string Alert => "ContainerdConfigInvalid";

    protected override string Cause => "configuration";

    protected override string Receiver => "tickets";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_up 1""",
        """containerd_config_valid 0""",
        """containerd_config_problems{severity="fatal",rule="syntax"} 1""",
        """containerd_config_pending_restart 1""",
    ];

    protected override IReadOnlyList<string> Evidence => [$"{DropIn}:2:"];

    protected override Task PrepareAsync(TestNode node)
    {
        node.Write(ContainerdDaemon.ConfigPath, ContainerdDaemon.PlainConfig + "imports = [\"/etc/containerd/conf.d/*.toml\"]\n");
        return Task.CompletedTask;
    }

    protected override Task InjectAsync(TestNode node)
    {
        node.Write(DropIn, ContainerdDaemon.PlainConfig + "[plugins.\"io.containerd.grpc.v1.cri\".containerd\n");
        return Task.CompletedTask;
    }

    protected override Task RepairAsync(TestNode node)
    {
        node.Delete(DropIn);
        return Task.CompletedTask;
    }
}
