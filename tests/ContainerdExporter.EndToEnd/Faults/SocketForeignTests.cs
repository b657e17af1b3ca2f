using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>A second daemon with a root of its own takes the address; the first goes on without its socket.</summary>
public sealed class SocketForeignTests(AlertingChain alerting) : FaultTest(alerting)
{
    protected override string Alert => "ContainerdSocketForeign";

    protected override string Cause => "socket";

    protected override IReadOnlyList<string> Symptoms => ["""containerd_socket_foreign 1"""];

    protected override IReadOnlyList<string> Evidence => [ContainerdDaemon.Address];

    protected override IReadOnlyList<Promise> Confirmed => [new("two processes for one path", @"^ *PID .*\n *\d+ .*containerd( .*)?\n.*\n *PID .*\n *\d+ .*containerd( |$)"), new("another `--root`", "--root /run/node/other-root")];

    protected override IReadOnlyList<Promise> Verified => [new("Expect `socket`, one listener", @"\Asocket\n.* LISTEN .*\n\d+\n\z")];

    protected override async Task InjectAsync(TestNode node)
    {
        string[] command = ["containerd", "--address", ContainerdDaemon.Address, "--root", "/run/node/other-root", "--state", "/run/node/other-state"];
        var intruder = await node.StartAsync("intruder", command);
        node.Units.Define("intruder", intruder, command);
        Blanks["WRONG-UNIT"] = "intruder";
        await Eventually.HoldsAsync("the intruder serves", TimeSpan.FromSeconds(20), () => intruder.Log.Contains("successfully booted", StringComparison.Ordinal));
    }

    /// <summary>The wrong daemon runs no container, and the node has no kubelet.</summary>
    protected override Task RepairAsync(TestNode node) => FixAsync(node, 2, isToSucceed: false);
}
