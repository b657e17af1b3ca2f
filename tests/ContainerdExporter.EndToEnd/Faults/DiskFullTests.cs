using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>The disk under containerd's root is full to the last byte: the log of a container, on the same disk as usual, took it.</summary>
public sealed class DiskFullTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string Logs = ContainerdDaemon.Root + "/pods";
    private const string Filler = Logs + "/shop_till_0a1b/app/0.log";

    protected override string Alert => "ContainerdDiskFull";

    protected override string Cause => "disk";

    protected override IReadOnlyList<string> Symptoms => ["""containerd_filesystem_avail_bytes{area="root",fstype="ext4"} 0"""];

    protected override IReadOnlyList<string> Evidence =>
        [ContainerdDaemon.Root, "most is taken by everything else on it", "unpacked layers of images", "writable layers of containers"];

    protected override Task MountRootAsync(TestNode node) => DataDisk.MountDiskAsync(node);

    protected override IReadOnlyList<Promise> Confirmed => [new("Bad: 95 or more", $@"^\S+ +ext4 +\d+ +\d+ +\d+ +(9[5-9]|100)% {ContainerdDaemon.Root}$")];

    protected override IReadOnlyList<Promise> Verified =>
    [
        new("more than 15 % free", $@"^/dev/\S+ .* (\d|[1-7]\d|8[0-4])% {ContainerdDaemon.Root}$"),
        new("at most a devmapper line, and a number", $@"{ContainerdDaemon.Root}\n(.* devmapper .*\n)?\d+\n\z"),
    ];

    protected override async Task InjectAsync(TestNode node)
    {
        await node.RunAsync("sh", "-c", $"mount -t tmpfs tmpfs /var/log && mkdir -p /var/log/pods {Path.GetDirectoryName(Filler)} && mount --bind {Logs} /var/log/pods");
        var fill = await node.TryRunAsync("dd", "if=/dev/zero", $"of={Filler}", "bs=64k");
        Assert.Contains("No space left on device", fill.Error, StringComparison.Ordinal);
    }

    protected override Task RepairAsync(TestNode node)
    {
        Blanks["NAMESPACE_POD_UID/CONTAINER/0.log"] = Path.GetRelativePath(Logs, Filler);
        return FixAsync(node, 1);
    }
}
