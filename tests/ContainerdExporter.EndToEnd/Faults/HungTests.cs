using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>containerd is stopped: the kernel still accepts connections for it, and no call is answered.</summary>
public sealed class HungTests(AlertingChain alerting) : FaultTest(alerting)
{
    protected override string Alert => "ContainerdHung";

    protected override string Cause => "liveness";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_socket_state{state="hung"} 1""",
        """containerd_probe_success{probe="version"} 0""",
        """containerd_up 0""",
    ];

    protected override IReadOnlyList<string> Evidence => [ContainerdDaemon.Address, "state T"];

    protected override Task InjectAsync(TestNode node) => node.Containerd.Process.SignalAsync("STOP");

    protected override Task RepairAsync(TestNode node) => node.Containerd.Process.SignalAsync("CONT");
}
