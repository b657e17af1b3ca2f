using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>A PID file names a process that lives and is not containerd, as after the reuse of a PID.</summary>
public sealed class PidFileStaleTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string PidFile = "/run/containerd/containerd.pid";

    protected override string Alert => "ContainerdPidFileStale";

    protected override string Cause => "socket";

    protected override string Receiver => "tickets";

    protected override IReadOnlyList<string> Symptoms => [$$"""containerd_pidfile_state{path="{{PidFile}}",state="foreign"} 1"""];

    protected override IReadOnlyList<string> Evidence => [PidFile, "sleep"];

    protected override async Task InjectAsync(TestNode node)
    {
        var other = await node.StartAsync("other", "sleep", "86400");
        node.Write(PidFile, $"{other.Pid}");
    }

    protected override Task RepairAsync(TestNode node) => node.RunAsync("rm", PidFile);
}
