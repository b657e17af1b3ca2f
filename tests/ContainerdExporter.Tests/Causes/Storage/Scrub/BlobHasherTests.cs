using ContainerdExporter.Causes.Storage.Content;
using ContainerdExporter.Causes.Storage.Scrub;
using ContainerdExporter.Linux;
using ContainerdExporter.Tests.Causes.Storage.Content;

namespace ContainerdExporter.Tests.Causes.Storage.Scrub;

public sealed class BlobHasherTests : IDisposable
{
    private const string Root = "/root";

    private readonly TemporaryDirectory directory = new();
    private readonly string path;
    private readonly StoredBlob blob;

    public BlobHasherTests()
    {
        var content = new byte[600 << 10]; // three pieces
        new Random(1).NextBytes(content);
        var digest = Blobs.Write(directory, Root, content);
        path = directory.At(ContentDirectory.BlobPath(Root, digest));
        blob = Assert.Single(ContentDirectory.Look(new HostPaths(directory.Path), Root, DateTimeOffset.UtcNow).Blobs);
    }

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Hash_WholeBlob_IsSoundAndReadsItOnce()
    {
        var read = 0L;
        Assert.Equal(BlobVerdict.Sound, Hash(count => read += count));
        Assert.Equal(blob.Size, read);
    }

    [Fact]
    public void Hash_FlippedBit_IsDamaged()
    {
        using (var file = File.OpenWrite(path))
        {
            file.Position = 500 << 10;
            file.WriteByte(0);
            file.WriteByte(0);
        }

        File.SetLastWriteTimeUtc(path, DateTimeOffset.FromUnixTimeSeconds(blob.Modified).UtcDateTime);
        Assert.Equal(BlobVerdict.Damaged, Hash());
    }

    [Fact]
    public void Hash_RemovedMeanwhile_IsGone() => Assert.Equal(BlobVerdict.Gone, Hash(_ => File.Delete(path)));

    [Fact]
    public void Hash_ReplacedMeanwhile_IsGone() =>
        Assert.Equal(BlobVerdict.Gone, Hash(_ =>
        {
            File.WriteAllBytes(path + "x", new byte[blob.Size]);
            File.Move(path + "x", path, overwrite: true);
        }));

    [Fact]
    public void Hash_Ended_IsNoVerdict() => Assert.Null(new BlobHasher(_ => false).Hash(path, blob));

    [Fact]
    public void Hash_Always_HoldsNoDescriptorBetweenReads() =>
        Hash(_ => Assert.DoesNotContain(path, new DirectoryInfo("/proc/self/fd").GetFileSystemInfos().Select(link => link.LinkTarget)));

    private BlobVerdict? Hash(Action<int>? between = null) => new BlobHasher(count =>
    {
        between?.Invoke(count);
        return true;
    }).Hash(path, blob);
}
