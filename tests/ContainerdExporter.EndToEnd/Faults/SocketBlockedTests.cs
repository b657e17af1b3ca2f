using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>A directory sits where containerd's socket belongs, as a pod's hostPath mount makes it while containerd is down.</summary>
public sealed class SocketBlockedTests(AlertingChain alerting) : FaultTest(alerting)
{
    protected override string Alert => "ContainerdSocketBlocked";

    protected override string Cause => "socket";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_socket_state{state="not_socket"} 1""",
        """containerd_up 0""",
    ];

    protected override IReadOnlyList<string> Evidence => [ContainerdDaemon.Address, "directory"];

    protected override IReadOnlyList<Promise> Confirmed => [new("Bad: `directory`", "^directory root:root "), "failed to get listener for main endpoint: is a directory"];

    protected override IReadOnlyList<Promise> Verified => [new("Expect `socket`", "^socket$"), new("a server version", "^Server:$")];

    protected override async Task InjectAsync(TestNode node)
    {
        await node.Containerd.StopAsync();
        await node.RunAsync("mkdir", ContainerdDaemon.Address);
        await node.Containerd.LaunchAsync();
        await Eventually.HoldsAsync("containerd gives up", TimeSpan.FromSeconds(20), () => node.Containerd.Process.HasEnded);
    }

    protected override Task RepairAsync(TestNode node) => FixAsync(node, 1);
}
