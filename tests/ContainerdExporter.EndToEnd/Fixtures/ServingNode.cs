namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>A healthy node with a running container and an exporter without flags; nobody else scrapes it.</summary>
public sealed class ServingNode : IAsyncLifetime
{
    private TestNode? node;

    public TestNode Node => node ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync()
    {
        node = await TestNode.CreateAsync();
        await node.Containerd.StartPlainAsync();
        await node.Containerd.RunContainerAsync("steady");
        await (await JournalFiles.CreateAsync(node)).WriteAsync("level=info msg=\"starting containerd\"");
        await node.Exporter.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (node is not null)
        {
            await node.DisposeAsync();
        }
    }
}
