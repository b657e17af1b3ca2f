using System.Buffers.Binary;

namespace ContainerdExporter.Containerd;

/// <summary>A SHA-256 digest, the name of a blob on disk and in the database.</summary>
internal readonly record struct BlobDigest(ulong First, ulong Second, ulong Third, ulong Fourth)
{
    /// <summary>Of nothing: the one blob that is rightly empty.</summary>
    public static readonly BlobDigest OfNothing = new(0xe3b0c44298fc1c14, 0x9afbf4c8996fb924, 0x27ae41e4649b934c, 0xa495991b7852b855);

    private const int Size = 32;
    private const string Algorithm = "sha256:";

    public static BlobDigest FromHash(ReadOnlySpan<byte> hash) => new(
        BinaryPrimitives.ReadUInt64BigEndian(hash),
        BinaryPrimitives.ReadUInt64BigEndian(hash[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(hash[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(hash[24..]));

    /// <summary>Reads 64 lower-case hexadecimal digits, the name of a file below <c>blobs/sha256</c>.</summary>
    public static BlobDigest? TryParse(ReadOnlySpan<byte> hex)
    {
        Span<byte> hash = stackalloc byte[Size];
        return hex.Length == 2 * Size
            && hex.IndexOfAnyInRange((byte)'A', (byte)'F') < 0
            && Convert.FromHexString(hex, hash, out _, out _) == System.Buffers.OperationStatus.Done
            ? FromHash(hash)
            : null;
    }

    /// <summary>Reads <c>sha256:</c> and 64 digits.</summary>
    public static BlobDigest? TryParse(string digest)
    {
        Span<byte> hash = stackalloc byte[Size];
        return digest.Length == Algorithm.Length + (2 * Size)
            && digest.StartsWith(Algorithm, StringComparison.Ordinal)
            && Convert.FromHexString(digest.AsSpan(Algorithm.Length), hash, out _, out _) == System.Buffers.OperationStatus.Done
            ? FromHash(hash)
            : null;
    }

    /// <summary>The order of the hexadecimal forms.</summary>
    public static int Compare(BlobDigest one, BlobDigest other)
    {
        var order = one.First.CompareTo(other.First);
        order = order != 0 ? order : one.Second.CompareTo(other.Second);
        order = order != 0 ? order : one.Third.CompareTo(other.Third);
        return order != 0 ? order : one.Fourth.CompareTo(other.Fourth);
    }

    /// <summary>The name of the file.</summary>
    public string ToHex() => $"{First:x16}{Second:x16}{Third:x16}{Fourth:x16}";

    public override string ToString() => Algorithm + ToHex();
}
