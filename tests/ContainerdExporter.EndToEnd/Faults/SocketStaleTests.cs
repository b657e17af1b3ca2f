using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

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

    protected override IReadOnlyList<Promise> Confirmed => [new("Bad: `socket` and \"no listener\"", @"^socket, changed .*\nno listener$")];

    protected override IReadOnlyList<Promise> Verified => [new("Expect one `LISTEN` line", @"\A.* LISTEN .*\n(?!.* LISTEN )"), new("a `Server:` block", "^Server:$")];

    protected override Task InjectAsync(TestNode node) => node.Containerd.Process.EndAsync("KILL");

    protected override Task RepairAsync(TestNode node) => FixAsync(node, 1);
}
