using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>
/// A file lies where the content store's directory belongs: the content plugin fails, and with it all that needs it. containerd says
/// that it booted, answers Version, and can do nothing.
/// </summary>
public sealed class CoreServicesFailedTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string Store = ContainerdDaemon.Root + "/io.containerd.content.v1.content";
    private const string Aside = ContainerdDaemon.Root + "/content.aside";

    protected override string Alert => "ContainerdCoreServicesFailed";

    protected override string Cause => "liveness";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_up 1""",
        """containerd_core_plugin_failed{plugin="io.containerd.content.v1.content"} 1""",
        """containerd_core_plugin_failed{plugin="io.containerd.metadata.v1.bolt"} 1""",
        """containerd_probe_success{probe="namespaces"} 0""",
    ];

    protected override IReadOnlyList<string> Evidence => ["io.containerd.content.v1.content", "not a directory"];

    protected override IReadOnlyList<Promise> Confirmed => [new("`bolt`", @"^\S+ +bolt +\S+ +error *$"), "unknown service containerd.services.images.v1.Images"];

    protected override IReadOnlyList<Promise> Verified => [new("no line but perhaps devmapper, then the names of images", $@"\A(.* devmapper .*\n)?{BusyboxImage.Reference}\n")];

    protected override async Task InjectAsync(TestNode node)
    {
        await node.Containerd.StopAsync();
        await node.RunAsync("mv", Store, Aside);
        await node.RunAsync("touch", Store);
        await node.Containerd.StartAsync();
    }

    protected override async Task RepairAsync(TestNode node)
    {
        await node.RunAsync("rm", Store);
        await node.RunAsync("mv", Aside, Store);
        await FixAsync(node, 1);
    }
}
