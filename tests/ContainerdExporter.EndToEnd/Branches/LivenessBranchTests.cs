using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Branches;

/// <summary>Plugins that the configuration kills, and daemons that a start or a restart sets free.</summary>
public sealed class LivenessBranchTests
{
    private const string WrongSnapshotter = ContainerdDaemon.PlainConfig + """
        [plugins."io.containerd.grpc.v1.cri".containerd]
          snapshotter = "no-such-snapshotter"

        """;

    private const string WrongPolicy = ContainerdDaemon.PlainConfig + """
        [plugins."io.containerd.metadata.v1.bolt"]
          content_sharing_policy = "no-such-policy"

        """;

    [Fact]
    public async Task CriFailed_WrongSetting_IsCorrected()
    {
        await using var sick = await SickNode.StartAsync("ContainerdCriFailed", async node =>
        {
            Kubernetes.ConfigureNetwork(node);
            await Kubernetes.StartKubeletAsync(node);
        });
        var node = sick.Node;
        await sick.FallAsync(
            async () =>
            {
                node.Write(ContainerdDaemon.ConfigPath, WrongSnapshotter);
                await node.Containerd.RestartAsync();
            },
            new Promise("Bad: `error`", @"^\S+ +cri +\S+ +error *$"),
            "failed to find snapshotter");

        await node.Units.EditAsync(ContainerdDaemon.PlainConfig);
        await sick.HealAsync(() => sick.FixAsync(1), new Promise("every `cri` plugin `ok`", @"^\S+ +cri +\S+ +ok *$"));
    }

    [Fact]
    public async Task CoreServicesFailed_WrongPolicy_IsTakenBack()
    {
        await using var sick = await SickNode.StartAsync("ContainerdCoreServicesFailed");
        var node = sick.Node;
        await sick.FallAsync(
            async () =>
            {
                node.Write(ContainerdDaemon.ConfigPath, WrongPolicy);
                await node.Containerd.RestartAsync();
            },
            new Promise("`bolt`", @"^\S+ +bolt +\S+ +error *$"),
            new Promise("`unknown policy`", "unknown policy: no-such-policy"));

        await sick.HealAsync(
            async () =>
            {
                Assert.Contains("no-such-policy", await sick.FixAsync(2, isToSucceed: false), StringComparison.Ordinal);
                node.Write(ContainerdDaemon.ConfigPath, ContainerdDaemon.PlainConfig);
                Assert.Contains("would start", await sick.FixAsync(2, isToSucceed: false), StringComparison.Ordinal); // 1: a warning, as the node's root is in memory.
                await sick.FixAsync(1);
            },
            new Promise("no line but perhaps devmapper, then the names of images", $@"\A(.* devmapper .*\n)?{BusyboxImage.Reference}\n"));
    }

    [Fact]
    public async Task Down_EndedInOrder_IsReadOfAndStarted()
    {
        await using var sick = await SickNode.StartAsync("ContainerdDown");
        var node = sick.Node;
        await sick.FallAsync(node.Containerd.StopAsync, "ActiveState=inactive");
        await sick.HealAsync(
            async () =>
            {
                Assert.Contains("Stop CRI service", await sick.FixAsync(1), StringComparison.Ordinal);
                await sick.FixAsync(3);
            },
            new Promise("Expect a server version", "^Server:$"));
    }

    [Fact]
    public async Task Hung_StoppedDaemon_IsSetFreeByARestart()
    {
        await using var sick = await SickNode.StartAsync("ContainerdHung");
        var node = sick.Node;
        await sick.FallAsync(() => node.Containerd.Process.SignalAsync("STOP"), "rc 124");
        await sick.HealAsync(() => sick.FixAsync(3), "Server:", new Promise("the list of namespaces", "^default *$"));
        Assert.Contains("RUNNING", await node.Containerd.CtrAsync("tasks", "list"), StringComparison.Ordinal);
    }
}
