using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>Leftovers have taken the last inode of the tmpfs that containerd's state lies on.</summary>
public sealed class RunInodesExhaustedTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string Folder = "/run/leftovers";

    protected override string Alert => "ContainerdInodesExhausted";

    protected override string Cause => "disk";

    protected override IReadOnlyList<string> Symptoms => ["""containerd_filesystem_files_free{area="state",fstype="tmpfs"} 0"""];

    protected override IReadOnlyList<string> Evidence => ["/run", "inodes"];

    protected override IReadOnlyList<Promise> Confirmed => [new("Bad: 95 or more", @"^Filesystem +Inodes .*\n\S+ +\d+ +\d+ +\d+ +(9[5-9]|100)% /run$")];

    protected override IReadOnlyList<Promise> Verified => [new("more than 12 % free", @"\A.* +Inodes .*\n\S+ +\S+ +\d+ +\S+ +(\d|[1-7]\d|8[0-7])% /run\n(.* devmapper .*\n)?\z")];

    protected override Task PrepareAsync(TestNode node)
    {
        Blanks["M=/var/lib/containerd "] = "M=/run ";
        return Task.CompletedTask;
    }

    protected override async Task InjectAsync(TestNode node)
    {
        await node.RunAsync("sh", "-c", "mount -o remount,nr_inodes=$(($(df --output=iused /run | tail -n 1) + 100)) /run");
        var fill = await node.TryRunAsync("sh", "-c", $"mkdir {Folder} && cd {Folder} && seq 1000 | xargs touch");
        Assert.Contains("No space left on device", fill.Error, StringComparison.Ordinal);
    }

    protected override Task RepairAsync(TestNode node) => FixAsync(node, 4);
}
