using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>Somebody stopped containerd, in good order, and did not start it again.</summary>
public sealed class DownTests(AlertingChain alerting) : FaultTest(alerting)
{
    protected override string Alert => "ContainerdDown";

    protected override string Cause => "liveness";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_socket_state{state="absent"} 1""",
        """containerd_up 0""",
    ];

    protected override IReadOnlyList<string> Evidence => [ContainerdDaemon.Address];

    protected override IReadOnlyList<Promise> Confirmed => [new("\"No such file\"", $"^stat: .*{ContainerdDaemon.Address}'?: No such file or directory$"), "ActiveState=inactive"];

    protected override IReadOnlyList<Promise> Verified => [new("Expect a server version and at most a devmapper line", @"\A(?s:.*)^Server:\n +Version: .*\n +Revision: .*\n +UUID: .*\n(.* devmapper .*\n)?\z")];

    protected override Task InjectAsync(TestNode node) => node.Containerd.StopAsync();

    protected override Task RepairAsync(TestNode node) => FixAsync(node, 2);
}
