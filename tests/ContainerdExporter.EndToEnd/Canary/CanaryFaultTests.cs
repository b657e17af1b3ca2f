using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Canary;

/// <summary>Whatever stops containers from running stops the canary too, within one run; and each repair is seen by the next.</summary>
public sealed class CanaryFaultTests
{
    private const string Filler = ContainerdDaemon.Root + "/filler";

    [Fact]
    public async Task Canary_ProgramsOrDiskOrProcessesMissing_TellsAndRecovers()
    {
        await using var canary = await CanaryNode.StartAsync(line: null, DataDisk.MountDiskAsync);
        var node = canary.Node;
        await canary.StartExporterAsync();
        await canary.IsGreenAsync();

        await canary.TellsAsync(
            () => node.RunAsync("cp", "--remove-destination", "/bin/false", CanaryNode.Runc), canary.InstallAsync, "create", "OCI runtime create failed", "exit status 1");
        await canary.TellsAsync(() => node.RunAsync("rm", CanaryNode.Runc), canary.InstallAsync, "create", "executable file not found");
        await canary.TellsAsync(() => node.RunAsync("rm", CanaryNode.Shim), canary.InstallAsync, "create", "no such file or directory", "not installed");
        await canary.TellsAsync(() => FillAsync(canary), () => node.RunAsync("rm", Filler), "create", "no space left on device");
        var group = PidsGroup.Create(node, "containerd");
        await group.AddAsync(node.Containerd.Process);
        await canary.TellsAsync(() => Done(() => group.Exhaust()), () => Done(group.RemoveLimit), "create", "resource temporarily unavailable", "no answer");
        await canary.LeavesNothingAsync();
    }

    [Fact]
    public async Task Canary_DaemonStopped_TellsAndRecovers()
    {
        await using var canary = await CanaryNode.StartAsync("1.7");
        var process = canary.Node.Containerd.Process;
        await canary.StartExporterAsync();
        await canary.IsGreenAsync();

        await canary.TellsAsync(() => process.SignalAsync("STOP"), () => process.SignalAsync("CONT"), "create", "no answer within 3 s");
        await canary.LeavesNothingAsync();
    }

    [Fact]
    public async Task Canary_DaemonFrozenOrProgramsMissing_TellsAndRecovers()
    {
        await using var canary = await CanaryNode.StartAsync(ContainerdRelease.Newest);
        var node = canary.Node;
        await canary.StartExporterAsync();
        await canary.IsGreenAsync();

        await canary.TellsAsync(() => node.RunAsync("rm", CanaryNode.Runc), canary.InstallAsync, "create", "executable file not found");
        await canary.TellsAsync(() => node.RunAsync("rm", CanaryNode.Shim), canary.InstallAsync, "create", "no such file or directory", "not installed");
        var group = FreezerGroup.Create(node, "containerd");
        await group.AddAsync(node.Containerd.Process.Pid);
        await canary.TellsAsync(() => Done(group.Freeze), () => Done(group.Thaw), "create", "no answer within 3 s");
        await canary.LeavesNothingAsync();
    }

    /// <summary>A canary that ends meanwhile gives back a block, which would be enough for the next one.</summary>
    private static Task FillAsync(CanaryNode canary) => Eventually.HoldsAsync("the disk is full", TimeSpan.FromSeconds(20), async () =>
    {
        await canary.Node.TryRunAsync("dd", "if=/dev/zero", $"of={Filler}", "bs=4k", "oflag=append", "conv=notrunc");
        return (await canary.Node.Exporter.ScrapeAsync()).Has(Expected.Parse("""containerd_canary_success{handler="runc"} 0"""));
    });

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
