using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>A second daemon with a root of its own takes the address; the first goes on without its socket.</summary>
public sealed class SocketForeignTests(AlertingChain alerting) : FaultTest(alerting)
{
    private NodeProcess? intruder;

    protected override string Alert => "ContainerdSocketForeign";

    protected override string Cause => "socket";

    protected override IReadOnlyList<string> Symptoms => ["""containerd_socket_foreign 1"""];

    protected override IReadOnlyList<string> Evidence => [ContainerdDaemon.Address];

    protected override async Task InjectAsync(TestNode node)
    {
        intruder = await node.StartAsync(
            "intruder", "containerd", "--address", ContainerdDaemon.Address, "--root", "/run/node/other-root", "--state", "/run/node/other-state");
        await Eventually.HoldsAsync("the intruder serves", TimeSpan.FromSeconds(20), () => intruder.Log.Contains("successfully booted", StringComparison.Ordinal));
    }

    protected override async Task RepairAsync(TestNode node)
    {
        await intruder!.EndAsync();
        await node.Containerd.RestartAsync();
    }
}
