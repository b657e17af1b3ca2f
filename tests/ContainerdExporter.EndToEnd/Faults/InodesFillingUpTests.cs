using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>A tenth of the inodes of the disk under containerd's root is left, and a program goes on creating files.</summary>
public sealed class InodesFillingUpTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string Folder = ContainerdDaemon.Root + "/sessions";
    private const double Left = 0.11;

    /// <summary>Within a minute: the last of them is made before the alert fires, and leaves more than a twentieth.</summary>
    private const int Growth = 150;

    protected override string Alert => "ContainerdInodesFillingUp";

    protected override string Cause => "disk";

    protected override string Receiver => "tickets";

    protected override string Severity => "info";

    protected override TimeSpan ToFire => Scale.ToFireAfter(TimeSpan.FromMinutes(30));

    protected override IReadOnlyList<string> Symptoms => ["""containerd_filesystem_readonly{area="root",fstype="ext4"} 0"""];

    protected override IReadOnlyList<string> Evidence => [ContainerdDaemon.Root, "inodes"];

    protected override IReadOnlyList<Promise> Confirmed =>
    [
        new("Bad: falling", $@"^\S+ +\d+ +\d+ +(\d+) +\d+% {ContainerdDaemon.Root}\nFilesystem .*\n\S+ +\d+ +\d+ +(?!\1 )\d+ "),
        new("The lines that changed name the place", $@"^> \d+\s+{Folder}$"),
    ];

    protected override IReadOnlyList<Promise> Verified => [new("above 12 %", $@"^\S+ +\d+ +\d+ +\d+ +(\d|[1-7]\d|8[0-7])% {ContainerdDaemon.Root}$")];

    protected override Task MountRootAsync(TestNode node) => DataDisk.MountDiskAsync(node);

    protected override async Task InjectAsync(TestNode node)
    {
        var scrape = await node.Exporter.ScrapeAsync();
        var surplus = scrape.Sum("containerd_filesystem_files_free", "area=\"root\"") - (Left * scrape.Sum("containerd_filesystem_files", "area=\"root\""));
        await node.RunAsync("sh", "-c", $"mkdir {Folder} && cd {Folder} && seq {surplus:0} | xargs touch");
        await node.StartAsync("writer", "sh", "-c", $"i=0; while [ $i -lt {Growth} ]; do : > {Folder}/new-$i; i=$((i + 1)); sleep 0.4; done");
    }

    protected override Task RepairAsync(TestNode node) => node.RunAsync("sh", "-c", $"cd {Folder} && find . -type f -delete");
}
