using System.Security.Cryptography;
using ContainerdExporter.Causes.Storage.Content;
using ContainerdExporter.Containerd;

namespace ContainerdExporter.Tests.Causes.Storage.Content;

/// <summary>Blobs for tests, old enough to be settled.</summary>
internal static class Blobs
{
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    public static readonly long Old = Now.AddHours(-1).ToUnixTimeSeconds();

    public static BlobDigest Digest(int number) => new((ulong)number << 32, 0, 0, (ulong)number);

    public static StoredBlob Blob(int number, long size = 10) => new(Digest(number), size, Old, (ulong)number);

    public static StoreLook Look(params IEnumerable<StoredBlob> blobs) =>
        new(Exists: true, [.. blobs.OrderBy(blob => blob.Digest.ToHex(), StringComparer.Ordinal)], Ingests: 0, OldestIngest: null, Now);

    /// <summary>Writes content under its right name, and returns that.</summary>
    public static BlobDigest Write(TemporaryDirectory directory, string root, byte[] content)
    {
        var digest = BlobDigest.FromHash(SHA256.HashData(content));
        var path = directory.At(ContentDirectory.BlobPath(root, digest));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return digest;
    }
}
