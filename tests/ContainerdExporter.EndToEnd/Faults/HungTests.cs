using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

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

    protected override IReadOnlyList<Promise> Confirmed => ["rc 124", new("STAT begins with `T`", @"^ *\d+ +T\S* +\S+ +\S+ +\S*containerd$")];

    protected override IReadOnlyList<Promise> Verified => ["Server:", new("the list of namespaces", "^default *$")];

    protected override Task InjectAsync(TestNode node) => node.Containerd.Process.SignalAsync("STOP");

    /// <summary>Its goroutines are told once it goes on.</summary>
    protected override async Task RepairAsync(TestNode node)
    {
        var pid = node.Containerd.Process.Pid;
        await FixAsync(node, 1);
        await FixAsync(node, 2);
        Assert.Contains("goroutine 1 [", await node.RunAsync("cat", $"/dev/shm/containerd.{pid}.stacks.log"), StringComparison.Ordinal);
        node.Delete($"/tmp/containerd.{pid}.stacks.log"); // The machine's.
    }
}
