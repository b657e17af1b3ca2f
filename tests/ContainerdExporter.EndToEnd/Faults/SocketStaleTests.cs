using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>containerd is killed: its socket stays, and nobody listens on it.</summary>
public sealed class SocketStaleTests(AlertingChain alerting) : FaultTest(alerting)
{
    protected override string Alert => "ContainerdSocketStale";

    protected override string Cause => "socket";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_socket_state{state="refused"} 1""",
        """containerd_socket_state{state="serving"} 0""",
        """containerd_up 0""",
    ];

    protected override IReadOnlyList<string> Evidence => [ContainerdDaemon.Address];

    protected override Task InjectAsync(TestNode node) => node.Containerd.Process.EndAsync("KILL");

    protected override Task RepairAsync(TestNode node) => node.Containerd.StartAsync();
}
