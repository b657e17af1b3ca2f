using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Branches;

/// <summary>A CRI plugin that the configuration kills, and a daemon that only a restart sets free.</summary>
public sealed class LivenessBranchTests
{
    private const string WrongSnapshotter = ContainerdDaemon.PlainConfig + """
        [plugins."io.containerd.grpc.v1.cri".containerd]
          snapshotter = "no-such-snapshotter"

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
    public async Task Hung_StoppedDaemon_IsSetFreeByARestart()
    {
        await using var sick = await SickNode.StartAsync("ContainerdHung");
        var node = sick.Node;
        await sick.FallAsync(() => node.Containerd.Process.SignalAsync("STOP"), "rc 124");
        await sick.HealAsync(() => sick.FixAsync(3), "Server:", new Promise("the list of namespaces", "^default *$"));
        Assert.Contains("RUNNING", await node.Containerd.CtrAsync("tasks", "list"), StringComparison.Ordinal);
    }
}
