using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>A program goes on creating files on the disk under containerd's root.</summary>
public sealed class InodesFillingUpTests(AlertingChain alerting) : FillingUpTest(alerting)
{
    private const string Folder = ContainerdDaemon.Root + "/sessions";

    /// <summary>Within a minute: the last of them is made before the alert fires, and leaves more than a twentieth.</summary>
    private const int Growth = 150;

    protected override string Alert => "ContainerdInodesFillingUp";

    protected override (string Left, string All) Metrics => ("containerd_filesystem_files_free", "containerd_filesystem_files");

    protected override IReadOnlyList<string> Evidence => [ContainerdDaemon.Root, "inodes"];

    protected override IReadOnlyList<Promise> Confirmed =>
    [
        new("Bad: falling", $@"^\S+ +\d+ +\d+ +(\d+) +\d+% {ContainerdDaemon.Root}\nFilesystem .*\n\S+ +\d+ +\d+ +(?!\1 )\d+ "),
        new("The lines that changed name the place", $@"^> \d+\s+{Folder}$"),
    ];

    protected override IReadOnlyList<Promise> Verified => [new("above 12 %", $@"^\S+ +\d+ +\d+ +\d+ +(\d|[1-7]\d|8[0-7])% {ContainerdDaemon.Root}$")];

    protected override async Task FillAsync(TestNode node, double surplus)
    {
        await node.RunAsync("sh", "-c", $"mkdir {Folder} && cd {Folder} && seq {surplus:0} | xargs touch");
        await node.StartAsync("writer", "sh", "-c", $"i=0; while [ $i -lt {Growth} ]; do : > {Folder}/new-$i; i=$((i + 1)); sleep 0.4; done");
    }

    protected override Task RepairAsync(TestNode node) => node.RunAsync("sh", "-c", $"cd {Folder} && find . -type f -delete");
}
