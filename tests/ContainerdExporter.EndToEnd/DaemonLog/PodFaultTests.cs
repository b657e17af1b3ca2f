using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Cri;
using ContainerdExporter.EndToEnd.Fixtures.Cri.Protos;

namespace ContainerdExporter.EndToEnd.DaemonLog;

/// <summary>Faults below pods: what a kubelet is refused, CRI writes into the daemon's log as well.</summary>
public sealed class PodFaultTests
{
    [Theory]
    [InlineData(ContainerdRelease.Installed, 1)]
    [InlineData("1.7", 1)]
    [InlineData(ContainerdRelease.Newest, 2)]
    public async Task Fault_BelowPods_IsCountedAndHealthIsNot(string release, int linesOfFailedCleanUp)
    {
        await using var node = await DaemonLogNode.StartAsync(release);
        await LiveAsync(node);
        await node.AssertAsync("while pods come and go");

        await node.WhileBrokenAsync(DaemonLogNode.Runc, "/bin/false", () => DaemonLogNode.RefusedAsync(() => node.Cri.RunPodAsync("without-runc")));
        node.Expect("runtime_error", 2); // CRI's, and that of the clean-up after it.
        await node.AssertAsync("after a pod without a working runc");

        await node.WhileBrokenAsync(DaemonLogNode.Shim, "/etc/hostname", () => DaemonLogNode.RefusedAsync(() => node.Cri.RunPodAsync("without-shim")));
        node.Expect("shim_start_failed");
        await node.AssertAsync("after a pod whose shim is no program");

        await CniPlugins.BreakAsync(node.Node);
        await DaemonLogNode.RefusedAsync(() => node.Cri.RunPodAsync("without-network", NamespaceMode.Pod));
        await CniPlugins.RepairAsync(node.Node);
        node.Expect("sandbox_network_failed");
        await node.AssertAsync("after a pod without an address");

        await StopShimAsync(node);
        await LoseCleanUpAsync(node);
        node.Expect("shim_error", linesOfFailedCleanUp);
        await node.AssertAsync("after a shim that nothing could clean up after");
    }

    /// <summary>All that happens to pods on a healthy node, and what is wrong with workloads alone.</summary>
    private static async Task LiveAsync(DaemonLogNode node)
    {
        var pod = await node.Cri.RunPodAsync("healthy", NamespaceMode.Pod);
        var container = await node.Cri.RunContainerAsync(pod, "sleeper", "sleep", "86400");
        Assert.Equal(0, await node.Cri.ExecAsync(container, TimeSpan.FromSeconds(10), "true"));
        Assert.NotEqual(0, await node.Cri.ExecAsync(container, TimeSpan.FromSeconds(10), "sh", "-c", "exit 3"));
        await DaemonLogNode.RefusedAsync(() => node.Cri.ExecAsync(container, TimeSpan.FromSeconds(1), "sleep", "86400"));
        await DaemonLogNode.RefusedAsync(() => node.Cri.ExecAsync(container, TimeSpan.FromSeconds(10), "nosuch"));
        await DaemonLogNode.RefusedAsync(() => node.Cri.RunContainerAsync(pod, "mistaken", "nosuch"));
        await node.Cri.RunContainerAsync(pod, "short", "true");
        await node.RestartAsync();
        await node.Cri.RemoveContainerAsync(container);
        await node.Cri.RemovePodAsync(pod);
    }

    /// <summary>A shim that does not answer holds up who asks for the state of its tasks. The exporter asks too, at its own pace.</summary>
    private static async Task StopShimAsync(DaemonLogNode node)
    {
        var pod = await node.Cri.RunPodAsync("stopped");
        var shim = await node.Containerd.ShimOfAsync(pod.Id);
        node.Mark();
        await node.Node.RunAsync("kill", "-STOP", $"{shim}");
        await node.Containerd.CtrAsync("--namespace", "k8s.io", "tasks", "ls");
        await node.Node.RunAsync("kill", "-CONT", $"{shim}");
        await node.Cri.RemovePodAsync(pod);
        Assert.True(node.HasSaid("context deadline exceeded"), node.Containerd.Log);
        node.Expect("deadline_exceeded", node.Count("get state for ", "context deadline exceeded"));
        await node.AssertAsync("after a shim that did not answer for a while");
    }

    private static async Task LoseCleanUpAsync(DaemonLogNode node)
    {
        var pod = await node.Cri.RunPodAsync("lost");
        var shim = await node.Containerd.ShimOfAsync(pod.Id);
        node.Mark();
        await node.WhileBrokenAsync(DaemonLogNode.Shim, "/bin/false", async () =>
        {
            await node.Node.RunAsync("kill", "-KILL", $"{shim}");
            await Eventually.HoldsAsync("the clean-up has failed", TimeSpan.FromSeconds(10), () => node.HasSaid("failed to clean up after shim disconnected"), () => node.Containerd.Log);
        });
    }
}
