using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.DaemonLog;

/// <summary>Daemons that do not start, or start without a part, for what they were told.</summary>
public sealed class StartFaultTests
{
    [Fact]
    public async Task Start_WithWhatCannotBe_IsCounted()
    {
        await using var node = await DaemonLogNode.StartAsync();
        await node.RestartWithAsync("""
            version = 2
            [plugins."io.containerd.grpc.v1.cri".containerd]
            snapshotter = "overlay2"
            """);
        node.Expect("config_invalid");
        await node.AssertAsync("after the start with a snapshotter that does not exist");

        await node.RestartWithAsync("version = 2\n[grpc\n");
        node.Expect("config_invalid");
        await node.AssertAsync("after the start with a file that is no TOML");

        await node.RestartWithAsync(ContainerdDaemon.PlainConfig, () => node.Node.RunAsync("sh", "-c", $"rm -rf {ContainerdDaemon.Address} && mkdir {ContainerdDaemon.Address}"));
        node.Expect("listener_failed");
        await node.AssertAsync("after the start with a directory at the socket's path");
        await node.Node.RunAsync("rmdir", ContainerdDaemon.Address);

        await node.RestartWithAsync("version = 2\nroot = \"/etc/hostname\"\n");
        node.Expect("start_failed");
        await node.AssertAsync("after the start with a file as its root");

        await node.RestartWithAsync("version = 2\nrequired_plugins = [\"io.containerd.grpc.v1.nosuch\"]\n");
        node.Expect("start_failed");
        await node.AssertAsync("after the start without a plugin that is required");

        await node.RestartWithAsync("""
            version = 2
            [proxy_plugins.remote]
            type = "snapshots"
            address = "/run/remote.sock"
            """);
        node.Expect("panic");
        await node.AssertAsync("after the panic at a plugin of a type that does not exist");
    }

    [Fact]
    public async Task Start_WithUnknownKey_IsCounted()
    {
        await using var node = await DaemonLogNode.StartAsync(ContainerdRelease.Newest);
        await node.RestartWithAsync("version = 2\nbanana = 1\n");
        node.Expect("unknown_config_key");
        await node.AssertAsync("after the start with a key that it does not know");
    }
}
