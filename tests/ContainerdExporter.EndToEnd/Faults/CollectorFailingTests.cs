using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>The file that containerd's log is said to be in has become a directory: the exporter is blind there, and sees the rest.</summary>
public sealed class CollectorFailingTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string LogFile = "/run/node/daemon.log";

    protected override string Alert => "ContainerdCollectorFailing";

    protected override string Cause => "exporter";

    protected override string Receiver => "tickets";

    protected override TimeSpan ToFire => Scale.ToFireAfter(TimeSpan.FromMinutes(10));

    protected override IReadOnlyList<string> ExporterFlags => [$"--containerd.log-file={LogFile}"];

    protected override IReadOnlyList<string> Symptoms => ["""containerd_exporter_collector_state{collector="journal",state="failed"} 1"""];

    protected override IReadOnlyList<string> Evidence => ["journal", $"{LogFile} is no regular file"];

    protected override IReadOnlyList<Promise> Confirmed => [new("Bad: another state", """collector_state\{collector="journal",state="failed"\} 1$""")];

    protected override IReadOnlyList<Promise> Verified => [new("Expect `ok` or `unsupported` on each line", @"\A(.*state=""(ok|unsupported)""\} 1\n)+\z")];

    protected override Task PrepareAsync(TestNode node) => node.RunAsync("touch", LogFile);

    protected override async Task InjectAsync(TestNode node)
    {
        await node.RunAsync("sh", "-c", $"mv {LogFile} {LogFile}.1 && mkdir {LogFile}");
        var state = Expected.Parse(Symptoms[0]);
        await Eventually.HoldsAsync("the log is missed", TimeSpan.FromSeconds(20), async () => (await node.Exporter.ScrapeAsync()).Has(state));
    }

    protected override Task RepairAsync(TestNode node) => node.RunAsync("sh", "-c", $"rmdir {LogFile} && mv {LogFile}.1 {LogFile}");
}
