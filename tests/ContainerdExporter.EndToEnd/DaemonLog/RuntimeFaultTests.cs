using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.DaemonLog;

/// <summary>Faults of runc and of shims below a client that keeps the errors of its calls for itself.</summary>
public sealed class RuntimeFaultTests
{
    [Theory]
    [InlineData(ContainerdRelease.Installed)]
    [InlineData("1.7")]
    [InlineData(ContainerdRelease.Newest)]
    public async Task Fault_OfRuncOrShim_IsCountedAndHealthIsNot(string release)
    {
        await using var node = await DaemonLogNode.StartAsync(release);
        await node.Containerd.RunToEndAsync("one");
        await node.Containerd.RunContainerAsync("two");
        await node.Containerd.RestartAsync();
        await node.Containerd.RemoveContainerAsync("two");
        await node.AssertAsync("in health");

        await node.WhileBrokenAsync(DaemonLogNode.Runc, "/bin/false", async () =>
            Assert.NotEqual(0, (await node.Node.TryRunAsync("ctr", "run", "--rm", BusyboxImage.Reference, "three", "true")).ExitCode));
        node.Expect("runtime_error");
        await node.AssertAsync("after a start without a working runc");

        await node.Containerd.RunContainerAsync("four");
        var shim = await node.Containerd.ShimOfAsync("four");
        await node.Containerd.StopAsync();
        await node.Node.RunAsync("kill", "-KILL", $"{shim}");
        await node.Containerd.StartAsync();
        node.Expect("shim_lost");
        await node.AssertAsync("after the death of a shim");

        await node.Containerd.RunContainerAsync("five");
        shim = await node.Containerd.ShimOfAsync("five");
        await node.Containerd.StopAsync();
        await node.Node.RunAsync("kill", "-STOP", $"{shim}");
        await node.Containerd.StartAsync();
        node.Expect("shim_lost");
        await node.AssertAsync("after a start with a shim that does not answer");
        await node.Node.RunAsync("kill", "-KILL", $"{shim}");
    }
}
