namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>The native binary, published once for all tests and published again when it is older than its sources.</summary>
public static class PublishedExporter
{
    private static readonly Lazy<Task<string>> Published = new(PublishAsync);

    public static Task<string> PathAsync() => Published.Value;

    /// <summary>What its publish printed.</summary>
    public static async Task<string> PublishLogAsync()
    {
        await PathAsync();
        return await File.ReadAllTextAsync(Repository.PathOf("artifacts/publish.log"));
    }

    private static async Task<string> PublishAsync()
    {
        await Command.RunAsync(Repository.PathOf("tests/publish-exporter.sh"));
        return Repository.PathOf("artifacts/publish/containerd-exporter");
    }
}
