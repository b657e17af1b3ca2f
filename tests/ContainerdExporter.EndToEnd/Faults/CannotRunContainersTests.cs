using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>runc is whole and says its version, and can make no container: only one that is run tells.</summary>
public sealed class CannotRunContainersTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string Folder = "/opt/runtime";
    private const string Runc = Folder + "/runc";

    protected override string Alert => "ContainerdCannotRunContainers";

    protected override string Cause => "runtime";

    protected override IReadOnlyList<string> ExporterFlags => ["--collector.canary", "--canary.interval=1s", "--canary.timeout=3s"];

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_canary_success{handler="runc"} 0""",
        """containerd_runtime_binary_state{handler="runc",state="ok"} 1""",
    ];

    protected override IReadOnlyList<string> Evidence => ["create", "OCI runtime create failed"];

    protected override IReadOnlyList<Promise> Confirmed => [new("Bad: the finding", "^critical ContainerdCannotRunContainers "), new("the stage that failed", "\\bcreate\\b.*")];

    protected override IReadOnlyList<Promise> Verified => ["rc 0"];

    protected override async Task PrepareAsync(TestNode node)
    {
        Blanks["IMAGE"] = BusyboxImage.Reference;
        node.Containerd.SearchPath = Folder;
        await BrokenPrograms.InstallAsync(node, Runc);
    }

    protected override async Task InjectAsync(TestNode node)
    {
        node.Delete(Runc);
        node.Write(Runc, "#!/bin/sh\ncase \" $* \" in *' create '*) echo no container today >&2; exit 1;; esac\nexec /usr/sbin/runc \"$@\"\n");
        await node.RunAsync("chmod", "755", Runc);
        var red = Expected.Parse(Symptoms[0]);
        await Eventually.HoldsAsync("two canaries have failed", TimeSpan.FromSeconds(30), async () => (await node.Exporter.ScrapeAsync()).Has(red));
    }

    protected override async Task RepairAsync(TestNode node)
    {
        await BrokenPrograms.InstallAsync(node, Runc);
        await FixAsync(node, 3);
    }

    /// <summary>Cgroups are the machine's: the exporter has its last canary removed.</summary>
    protected override Task LeaveAsync(TestNode node) => node.Exporter.Process.EndAsync();
}
