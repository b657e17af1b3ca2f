using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.CommandLine;

public sealed class NativePublishTests
{
    private const long LargestBinary = 22_000_000;

    [Fact]
    public async Task Publish_OfAllSources_WarnsOfNothing()
    {
        var log = await PublishedExporter.PublishLogAsync();

        Assert.Contains("Generating native code", log, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"warning|\bIL[23]\d{3}\b", log);
    }

    [Fact]
    public async Task Publish_OfAllSources_MakesOneSmallBinary()
    {
        var binary = new FileInfo(await PublishedExporter.PathAsync());

        Assert.InRange(binary.Length, 1, LargestBinary);
        Assert.Empty(binary.Directory!.EnumerateFiles("*.so"));
    }
}
