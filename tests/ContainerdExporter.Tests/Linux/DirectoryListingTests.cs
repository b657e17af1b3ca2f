using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Linux;

public sealed class DirectoryListingTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Read_NoDirectory_IsFalse() => Assert.False(DirectoryListing.Read(directory.At("missing"), 10, (_, in _) => Assert.Fail()));

    [Fact]
    public void Read_Limit_LeavesOutTheRest()
    {
        directory.Write("a", string.Empty);
        directory.Write("b", string.Empty);
        var count = 0;
        Assert.True(DirectoryListing.Read(directory.Path, 1, (_, in _) => count++));
        Assert.Equal(1, count);
    }

    /// <summary>As a download that ends, or a process. What does not fit into one read of the kernel's is asked for after the removal.</summary>
    [Fact]
    public void Read_RemovedInTheMiddle_IsAsIfItHadNotBeenThere()
    {
        var path = directory.At("ingest");
        for (var i = 0; i < 2000; i++)
        {
            directory.Write($"ingest/{i:d200}", string.Empty);
        }

        Assert.False(DirectoryListing.Read(path, int.MaxValue, (_, in _) =>
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }));
    }
}
