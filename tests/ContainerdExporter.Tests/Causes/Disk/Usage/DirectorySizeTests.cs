using ContainerdExporter.Causes.Disk.Usage;

namespace ContainerdExporter.Tests.Causes.Disk.Usage;

public sealed class DirectorySizeTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Of_TwoLevels_SumsWhatTheyTakeOnDisk()
    {
        Directory.CreateDirectory(directory.At("blobs/sha256"));
        var empty = DirectorySize.Of(directory.At("blobs"))!.Value;
        File.WriteAllBytes(directory.At("blobs/sha256/one"), new byte[100 << 10]);
        using (var sparse = File.Create(directory.At("blobs/sha256/sparse")))
        {
            sparse.SetLength(1 << 30);
        }

        var size = DirectorySize.Of(directory.At("blobs"))!.Value;
        Assert.Equal((1, 3), (empty.Files, size.Files));
        Assert.InRange(size.Bytes - empty.Bytes, 100 << 10, 1 << 20);
    }

    [Fact]
    public void Of_NoDirectory_IsUnknown() => Assert.Null(DirectorySize.Of(directory.At("blobs")));
}
