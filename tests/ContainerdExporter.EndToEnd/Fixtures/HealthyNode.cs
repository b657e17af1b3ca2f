namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>A node with a running container and an exporter, and nothing to find on it.</summary>
public static class HealthyNode
{
    /// <summary>The container that runs on it.</summary>
    public const string Container = "steady";

    /// <param name="mountRoot">Makes the disk for containerd's root; in memory unless said.</param>
    /// <param name="prepare">Changes the bare node before containerd is started.</param>
    /// <param name="flags">Of the exporter, besides those that shorten its times.</param>
    public static async Task<TestNode> StartAsync(Func<TestNode, Task>? mountRoot = null, Func<TestNode, Task>? prepare = null, params IEnumerable<string> flags)
    {
        var node = await TestNode.CreateAsync();
        try
        {
            await node.Units.InstallAsync();
            await (mountRoot ?? DataDisk.MountMemoryAsync)(node);
            node.Write(ContainerdDaemon.ConfigPath, ContainerdDaemon.PlainConfig);
            await (prepare?.Invoke(node) ?? Task.CompletedTask);
            await node.Containerd.StartAsync();
            await node.Containerd.ImportImageAsync();
            await node.Containerd.RunContainerAsync(Container);
            await node.Exporter.StartAsync([.. Exporter.ScaledFlags, .. flags]);
            return node;
        }
        catch (Exception)
        {
            await node.DisposeAsync();
            throw;
        }
    }
}
