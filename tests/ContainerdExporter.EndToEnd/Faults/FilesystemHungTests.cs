using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>A mount on containerd's root answers no call.</summary>
public sealed class FilesystemHungTests(AlertingChain alerting) : FaultTest(alerting)
{
    private HangingMount? mount;

    protected override string Alert => "ContainerdFilesystemHung";

    protected override string Cause => "storage";

    protected override IReadOnlyList<string> Symptoms => ["""containerd_filesystem_hung{area="root",fstype="fuse"} 1"""];

    protected override IReadOnlyList<string> Evidence => [ContainerdDaemon.Root, "does not return"];

    protected override IReadOnlyList<Promise> Confirmed => [new("only \"waited\"", @"\A(?!(?s:.*)^answers: )(?s:.*)^waited$"), new("a growing list", @"^ *\d+ D\S* +fuse_\S+ +\S+ stat$")];

    protected override IReadOnlyList<Promise> Verified => [new("\"answers: …\"", "^answers: "), "Server:"];

    protected override Task PrepareAsync(TestNode node) => node.RunAsync("mount", "-t", "fusectl", "fusectl", "/sys/fs/fuse/connections");

    protected override async Task InjectAsync(TestNode node) => mount = await HangingMount.MountAsync(node, ContainerdDaemon.Root);

    /// <summary>The good mount is below the aborted one, and containerd has its files there open still.</summary>
    protected override async Task RepairAsync(TestNode node)
    {
        Blanks["connections/NN/abort"] = $"connections/{mount!.Connection}/abort";
        await FixAsync(node, 2);
        await mount.RemoveAsync();
    }
}
