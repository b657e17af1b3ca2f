using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

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

    protected override IReadOnlyList<Promise> Confirmed => [new("Bad: another name", "^sleep$")];

    protected override IReadOnlyList<Promise> Verified => [new("or no file", $"^cat: {PidFile}: No such file or directory$")];

    protected override Task PrepareAsync(TestNode node)
    {
        Blanks["F=/var/run/docker/containerd/containerd.pid"] = $"F={PidFile}";
        return Task.CompletedTask;
    }

    protected override async Task InjectAsync(TestNode node)
    {
        var other = await node.StartAsync("other", "sleep", "86400");
        node.Write(PidFile, $"{other.Pid}");
    }

    protected override Task RepairAsync(TestNode node) => FixAsync(node, 2);
}
