using ContainerdExporter.Containerd;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Storage.Content;

/// <summary>Reads the content store's directory (docs/ops.md; plugins/content/local). May hang on a dead mount.</summary>
internal static class ContentDirectory
{
    /// <summary>Far above any real store; what is beyond is not looked at.</summary>
    public const int BlobLimit = 1 << 20;

    private const int IngestLimit = 10_000;

    public static string Of(string root) => $"{root.TrimEnd('/')}/io.containerd.content.v1.content";

    public static string BlobPath(string root, BlobDigest digest) => $"{Of(root)}/blobs/sha256/{digest.ToHex()}";

    /// <param name="host">Where the host's files are.</param>
    /// <param name="root">containerd's root, on the host.</param>
    /// <param name="now">The time of the look.</param>
    public static StoreLook Look(HostPaths host, string root, DateTimeOffset now)
    {
        var content = host.ToLocal(Of(root));
        var blobs = new List<StoredBlob>();
        var exists = DirectoryListing.Read($"{content}/blobs/sha256", BlobLimit, (name, in status) =>
        {
            if (status.Type == FileType.Regular && BlobDigest.TryParse(name) is { } digest)
            {
                blobs.Add(new StoredBlob(digest, (long)status.Size, status.Modified.Seconds, status.Inode));
            }
        });
        blobs.Sort(static (one, other) => BlobDigest.Compare(one.Digest, other.Digest));

        var ingests = 0;
        var oldest = (long?)null;
        DirectoryListing.Read($"{content}/ingest", IngestLimit, (name, in status) =>
        {
            if (status.Type != FileType.Directory)
            {
                return;
            }

            // The file that names the download is written when it begins, and then left alone.
            ingests++;
            if (Libc.Status($"{content}/ingest/{System.Text.Encoding.UTF8.GetString(name)}/ref", follow: false, out var reference) == Errno.None)
            {
                oldest = Math.Min(oldest ?? long.MaxValue, reference.Modified.Seconds);
            }
        });
        return new StoreLook(exists, blobs, ingests, oldest is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null, now);
    }
}

/// <summary>The content store as it lay on disk.</summary>
/// <param name="Exists">Whether there is a directory of blobs.</param>
/// <param name="Blobs">By digest.</param>
/// <param name="Ingests">Unfinished downloads, up to 10 000.</param>
/// <param name="OldestIngest">When the oldest of them began.</param>
/// <param name="At">When.</param>
internal sealed record StoreLook(bool Exists, List<StoredBlob> Blobs, int Ingests, DateTimeOffset? OldestIngest, DateTimeOffset At);
