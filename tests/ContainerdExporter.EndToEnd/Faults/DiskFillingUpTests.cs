using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>A log on the disk under containerd's root grows.</summary>
public sealed class DiskFillingUpTests(AlertingChain alerting) : FillingUpTest(alerting)
{
    private const string Log = ContainerdDaemon.Root + "/0.log";

    /// <summary>KiB, one a second: the disk is far from full when the alert fires.</summary>
    private const int Growth = 1024;

    protected override string Alert => "ContainerdDiskFillingUp";

    protected override (string Left, string All) Metrics => ("containerd_filesystem_avail_bytes", "containerd_filesystem_size_bytes");

    protected override IReadOnlyList<string> Evidence => [ContainerdDaemon.Root, "most is taken by everything else on it"];

    protected override IReadOnlyList<Promise> Confirmed => [new("Bad: the same large files at every look", $@"^\d\d:\d\d:\S+ +\d+ {Log}$")];

    protected override IReadOnlyList<Promise> Verified => [new("above 12 %", $@"^\S+ .* (\d|[1-7]\d|8[0-7])% {ContainerdDaemon.Root}$")];

    protected override async Task FillAsync(TestNode node, double surplus)
    {
        await node.RunAsync("fallocate", "--length", $"{surplus:0}", Log);
        await node.StartAsync("writer", "sh", "-c", $"i=0; while [ $i -lt {Growth} ]; do head -c 1024 /dev/zero >> {Log}; i=$((i + 1)); sleep 1; done");
    }

    /// <summary>In the words of fix 3.</summary>
    protected override Task RepairAsync(TestNode node) => TypeAsync($"truncate -s 0 {Log}");
}
