using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Branches;

/// <summary>A runtime that the configuration looks for in the wrong place, and a shim that nothing leads to.</summary>
public sealed class RuntimeBranchTests
{
    private const string Elsewhere = "/opt/elsewhere/runc";

    private const string WrongConfig = ContainerdDaemon.PlainConfig + $"""
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
          runtime_type = "io.containerd.runc.v2"
          [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
            BinaryName = "{Elsewhere}"

        """;

    [Fact]
    public async Task Broken_ConfigurationNamesNoProgram_IsCorrected()
    {
        await using var sick = await SickNode.StartAsync("ContainerdRuntimeBroken");
        var node = sick.Node;
        sick.Blanks["IMAGE"] = BusyboxImage.Reference;
        await sick.FallAsync(
            async () =>
            {
                sick.Blanks["B=runc "] = $"B={Elsewhere} ";
                node.Write(ContainerdDaemon.ConfigPath, WrongConfig);
                await node.Containerd.RestartAsync();
            },
            new Promise("`not found`", $"{Elsewhere}: not found$"),
            new Promise("another code", "^rc 127$"));

        await node.Units.EditAsync(WrongConfig.Replace(Elsewhere, "/usr/sbin/runc", StringComparison.Ordinal));
        await sick.HealAsync(
            async () =>
            {
                await sick.FixAsync(3);
                await sick.TypeAsync("B=/usr/sbin/runc");
            },
            new Promise("Expect a version", "^runc version "),
            "rc 0");
        Assert.Equal(WrongConfig, await node.RunAsync("cat", $"{ContainerdDaemon.ConfigPath}.bak"));
    }

    /// <summary>Somebody has tidied up below /run while containerd was down, against the runbook's advice: it knows nothing of the container any more.</summary>
    [Fact]
    public async Task Orphaned_NoTaskAndNoDirectory_EndsByItsPid()
    {
        await using var sick = await SickNode.StartAsync("ContainerdShimOrphaned");
        var node = sick.Node;
        const string bundle = $"/run/containerd/io.containerd.runtime.v2.task/default/{HealthyNode.Container}";
        var shim = await node.Containerd.ShimOfAsync(HealthyNode.Container);
        sick.Blanks["NS=k8s.io; ID=abc; P=12345"] = $"NS=default; ID={HealthyNode.Container}; P={shim}";
        await sick.FallAsync(
            () => EndedWhileDown.MakeAsync(node, () => node.RunAsync("sh", "-c", $"umount {bundle}/rootfs && rm -r {bundle}")),
            new Promise("Bad: no child, and STOPPED or nothing", $@"-id {HealthyNode.Container} .*\n *PID COMMAND\n(?! *\d|{HealthyNode.Container})"),
            new Promise("a task that is not STOPPED, and a directory", $"cannot access '{bundle}'"));

        await sick.HealAsync(
            async () =>
            {
                await sick.FixAsync(2);
                await Eventually.HoldsAsync("the shim ends", TimeSpan.FromSeconds(20), () => !Directory.Exists(node.PathOf($"/proc/{shim}")));
            },
            new Promise("Expect no process and no STOPPED task", @"\A *PID TTY +TIME CMD\nTASK +PID +STATUS *\n(?!(?s:.*)STOPPED)"));
    }
}
