using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.DaemonLog;

/// <summary>Pulls of what is not as it should be: on the way, in the registry, and on the disk.</summary>
public sealed class ImageFaultTests
{
    [Theory]
    [InlineData(ContainerdRelease.Installed)]
    [InlineData("1.7")]
    [InlineData(ContainerdRelease.Newest)]
    public async Task Pull_OfDamagedImage_IsCountedAndHealthIsNot(string release)
    {
        await using var node = await DaemonLogNode.StartAsync(release);
        await using var registry = await ImageRegistry.StartAsync(node.Node);
        var (sound, _) = registry.AddSound("sound");
        await node.Cri.PullAsync(sound);
        await DaemonLogNode.RefusedAsync(() => node.Cri.PullAsync(sound.Replace("sound", "nosuch", StringComparison.Ordinal)));
        await node.AssertAsync("after a pull that succeeds and one of an image that there is not");

        await DaemonLogNode.RefusedAsync(() => node.Cri.PullAsync(registry.AddAltered("altered")));
        node.Expect("content_error");
        await node.AssertAsync("after the pull of a layer that is another");

        await DaemonLogNode.RefusedAsync(() => node.Cri.PullAsync(registry.AddCutShort("short")));
        node.Expect("unpack_error");
        await node.AssertAsync("after the pull of a layer that ends too soon");

        await PullAfterAsync("truncated", path => node.Node.RunAsync("truncate", "--size=50000", path));
        node.Expect("unpack_error");
        await node.AssertAsync("after the pull of a layer whose blob was cut short on the disk");

        await PullAfterAsync("removed", path => node.Node.RunAsync("rm", path));
        node.Expect("content_error");
        await node.AssertAsync("after the pull of a layer whose blob is gone");

        // A download that nobody has unpacked yet, and what then happens to its layer.
        async Task PullAfterAsync(string name, Func<string, Task> damage)
        {
            var (reference, layer) = registry.AddSound(name);
            await node.Containerd.CtrAsync("--namespace", "k8s.io", "content", "fetch", "--plain-http", reference);
            await damage(ContainerdDaemon.BlobPath(layer));
            await DaemonLogNode.RefusedAsync(() => node.Cri.PullAsync(reference));
        }
    }
}
