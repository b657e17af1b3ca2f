using System.Buffers.Binary;

namespace ContainerdExporter.Causes.Storage.Bolt;

/// <summary>
/// One of the two meta pages of a bolt file (bbolt internal/common/meta.go and page.go). Commits write them in turn, so
/// one of them is always the state before the last commit.
/// </summary>
/// <param name="PageSize">Bytes; the page size of the system that made the file, 4 to 64 KiB.</param>
/// <param name="Root">The page of the root bucket.</param>
/// <param name="Freelist">The page of the list of free pages; <see cref="NoFreelist"/> where it is not stored, as from containerd 1.7 on.</param>
/// <param name="HighWater">One more than the highest page in use.</param>
/// <param name="Transaction">Number of the commit that wrote this page.</param>
internal sealed record BoltMeta(int PageSize, ulong Root, ulong Freelist, ulong HighWater, ulong Transaction)
{
    public const ulong NoFreelist = ulong.MaxValue;

    public const int SmallestPage = 4 << 10;

    public const int LargestPage = 64 << 10;

    /// <summary>Page header and meta together.</summary>
    public const int Size = BoltPage.HeaderSize + ChecksumOffset + sizeof(ulong);

    private const uint Magic = 0xED0CDAED;
    private const uint Version = 2;
    private const int ChecksumOffset = 56;

    /// <summary>Accepts what bolt accepts when it opens a file: magic, version and checksum.</summary>
    public static BoltMeta? TryParse(ReadOnlySpan<byte> page)
    {
        if (page.Length < Size)
        {
            return null;
        }

        var meta = page.Slice(BoltPage.HeaderSize, ChecksumOffset + sizeof(ulong));
        var pageSize = BinaryPrimitives.ReadUInt32LittleEndian(meta[8..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(meta) == Magic
            && BinaryPrimitives.ReadUInt32LittleEndian(meta[4..]) == Version
            && BinaryPrimitives.ReadUInt64LittleEndian(meta[ChecksumOffset..]) == Fnv1a(meta[..ChecksumOffset])
            && pageSize is >= SmallestPage and <= LargestPage
            && uint.IsPow2(pageSize)
            ? new BoltMeta(
                (int)pageSize,
                BinaryPrimitives.ReadUInt64LittleEndian(meta[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(meta[32..]),
                BinaryPrimitives.ReadUInt64LittleEndian(meta[40..]),
                BinaryPrimitives.ReadUInt64LittleEndian(meta[48..]))
            : null;
    }

    /// <summary>Whether a file of this length holds every page in use.</summary>
    public bool FitsInto(long length) => HighWater <= (ulong)(length / PageSize);

    private static ulong Fnv1a(ReadOnlySpan<byte> bytes)
    {
        var hash = 0xcbf29ce484222325UL;
        foreach (var each in bytes)
        {
            hash = (hash ^ each) * 0x100000001b3UL;
        }

        return hash;
    }
}
