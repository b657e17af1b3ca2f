using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Stories;

/// <summary>A configuration is broken, which does nothing until the next restart; then Kubernetes has no containerd any more.</summary>
public sealed class ConfigToCriStoryTests : StoryTest
{
    [Fact]
    public async Task BrokenConfiguration_WaitsForTheRestart_AndCriIsDead()
    {
        await using var node = await StartAsync(async node =>
        {
            await DataDisk.MountMemoryAsync(node);
            Kubernetes.ConfigureNetwork(node);
            await Kubernetes.StartKubeletAsync(node);
        });
        await SeeAsync(node, () =>
        {
            node.Write(ContainerdDaemon.ConfigPath, ContainerdDaemon.PlainConfig + "[plugins.\"io.containerd.grpc.v1.cri\".containerd]\n  snapshotter = \"no-such-snapshotter\"\n");
            return Task.CompletedTask;
        });
        await SeeAsync(node, node.Containerd.RestartAsync);
        await AssertToldAsync(node, "config degraded", "containerd started", "cri failed");
    }
}
