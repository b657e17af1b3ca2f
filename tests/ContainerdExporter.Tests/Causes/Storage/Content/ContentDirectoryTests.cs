using ContainerdExporter.Causes.Storage.Content;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Causes.Storage.Content;

public sealed class ContentDirectoryTests : IDisposable
{
    private const string Root = "/root";
    private const string Content = Root + "/io.containerd.content.v1.content";

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Look_NoStore_SaysSo() => Assert.False(Look().Exists);

    [Fact]
    public void Look_Blobs_AreSortedAndNothingElseCounts()
    {
        for (var i = 0; i < 300; i++)
        {
            Blobs.Write(directory, Root, BitConverter.GetBytes(i));
        }

        directory.Write($"{Content}/blobs/sha256/.tmp", "x");
        directory.Write($"{Content}/blobs/sha256/{new string('z', 64)}", "x");
        Directory.CreateDirectory(directory.At($"{Content}/blobs/sha256/{new string('a', 64)}"));
        File.CreateSymbolicLink(directory.At($"{Content}/blobs/sha256/{new string('b', 64)}"), "/etc/passwd");

        var look = Look();
        Assert.True(look.Exists);
        Assert.Equal(300, look.Blobs.Count);
        Assert.All(look.Blobs, blob => Assert.Equal(4, blob.Size));
        Assert.Equal(look.Blobs.Select(blob => blob.Digest.ToHex()).Order(StringComparer.Ordinal), look.Blobs.Select(blob => blob.Digest.ToHex()));
        var file = new FileInfo(directory.At(ContentDirectory.BlobPath(Root, look.Blobs[0].Digest)));
        Assert.Equal(new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeSeconds(), look.Blobs[0].Modified);
    }

    [Fact]
    public void Look_Ingests_AreCountedAndTheOldestIsKnown()
    {
        directory.Write($"{Content}/ingest/one/ref", "r");
        var old = directory.Write($"{Content}/ingest/two/ref", "r");
        File.SetLastWriteTimeUtc(old, new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        directory.Write($"{Content}/ingest/three/data", string.Empty);

        var look = Look();
        Assert.Equal(3, look.Ingests);
        Assert.Equal(new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero), look.OldestIngest);
    }

    private StoreLook Look() => ContentDirectory.Look(new HostPaths(directory.Path), Root, DateTimeOffset.UtcNow);
}
