using ContainerdExporter.Causes.Storage.Content;
using ContainerdExporter.Containerd;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Storage.Scrub;

/// <summary>What reading a whole blob says of it.</summary>
internal enum BlobVerdict
{
    /// <summary>Its content hashes to its name.</summary>
    Sound,

    /// <summary>It does not, or the disk does not give all of it back.</summary>
    Damaged,

    /// <summary>It went away or was replaced meanwhile.</summary>
    Gone,
}

/// <summary>
/// Hashes blobs piece by piece. Each piece opens the file and closes it, so that a deleted blob is not kept on disk for us, and
/// leaves neither pages in the cache nor an access time behind.
/// </summary>
/// <param name="waitAfter">Waits as long as the bytes just read ask for; false ends the work.</param>
internal sealed class BlobHasher(Func<int, bool> waitAfter)
{
    private const int Piece = 256 << 10;

    private readonly byte[] buffer = new byte[Piece];

    /// <summary>Null when the work was ended.</summary>
    /// <param name="path">As seen from here.</param>
    /// <param name="blob">As it was listed.</param>
    /// <exception cref="UnauthorizedAccessException">The exporter may not read it.</exception>
    public BlobVerdict? Hash(string path, StoredBlob blob)
    {
        using var hash = Sha256Hash.Create();
        for (var offset = 0L; offset < blob.Size;)
        {
            var count = Read(path, offset, (int)Math.Min(Piece, blob.Size - offset), out var errno);
            if (errno is Errno.NotFound or Errno.NotADirectory)
            {
                return BlobVerdict.Gone;
            }

            if (errno is Errno.AccessDenied or Errno.NotPermitted)
            {
                throw ProcFile.Failure(path, errno);
            }

            if (count <= 0)
            {
                return IsSame(path, blob) ? BlobVerdict.Damaged : BlobVerdict.Gone;
            }

            hash.Append(buffer.AsSpan(0, count));
            offset += count;
            if (!waitAfter(count))
            {
                return null;
            }
        }

        Span<byte> result = stackalloc byte[Sha256Hash.Size];
        hash.Finish(result);
        return BlobDigest.FromHash(result) == blob.Digest ? BlobVerdict.Sound
            : IsSame(path, blob) ? BlobVerdict.Damaged
            : BlobVerdict.Gone;
    }

    private int Read(string path, long offset, int length, out Errno errno)
    {
        const int Flags = Libc.OpenReadOnly | Libc.OpenNonBlocking;
        var file = Libc.Open(path, Flags | Libc.OpenNoAccessTime, out errno);
        if (errno == Errno.NotPermitted)
        {
            file = Libc.Open(path, Flags, out errno);
        }

        using (file)
        {
            if (file is null)
            {
                return -1;
            }

            var count = Libc.ReadAt(file, buffer.AsSpan(0, length), offset, out errno);
            Libc.DropFromCache(file, offset, length);
            return count;
        }
    }

    private static bool IsSame(string path, StoredBlob blob) =>
        Libc.Status(path, follow: false, out var status) == Errno.None
        && status.Inode == blob.Inode
        && status.Modified.Seconds == blob.Modified
        && (long)status.Size == blob.Size;
}
