using System.Buffers.Binary;

namespace ContainerdExporter.Causes.Storage.Bolt;

/// <summary>What a page holds (bbolt internal/common/page.go).</summary>
internal enum BoltPageKind : ushort
{
    None = 0,
    Branch = 0x01,
    Leaf = 0x02,
    Meta = 0x04,
    Freelist = 0x10,
}

/// <summary>
/// A page with its overflow pages, over bytes that may hold anything: whoever reads an element asks <see cref="Damage"/> first.
/// </summary>
internal readonly ref struct BoltPage(ReadOnlySpan<byte> bytes)
{
    public const int HeaderSize = 16;

    private const int ElementSize = 16;
    private const uint BucketFlag = 1;

    private readonly ReadOnlySpan<byte> bytes = bytes;

    public ulong Id => BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    public BoltPageKind Kind => (BoltPageKind)BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);

    public int Count => BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]);

    /// <summary>How many pages follow this one and belong to it.</summary>
    public uint Overflow => BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);

    private bool IsLeaf => Kind == BoltPageKind.Leaf;

    /// <summary>Why the elements cannot be read, or are not in order; null when they can.</summary>
    public string? Damage()
    {
        if (Kind is not (BoltPageKind.Branch or BoltPageKind.Leaf))
        {
            return $"is neither branch nor leaf (flags 0x{(ushort)Kind:x2})";
        }

        if (HeaderSize + ((long)Count * ElementSize) > bytes.Length)
        {
            return $"claims {Count} elements, more than fit";
        }

        if (Count == 0 && !IsLeaf)
        {
            return "is a branch without children";
        }

        // Written one after the other, with nothing between.
        var end = HeaderSize + ((long)Count * ElementSize);
        for (var i = 0; i < Count; i++)
        {
            var start = Offset(i);
            var overlaps = start < end;
            end = start + KeySize(i) + (IsLeaf ? ValueSize(i) : 0);
            if (overlaps || end > bytes.Length)
            {
                return $"has an element that overlaps another or reaches beyond the end ({i} of {Count})";
            }

            if (i > 0 && Key(i - 1).SequenceCompareTo(Key(i)) >= 0)
            {
                return $"has its keys out of order ({i} of {Count})";
            }
        }

        return null;
    }

    public ReadOnlySpan<byte> Key(int index) => bytes[KeyRange(index)];

    /// <summary>Where an element's key lies in the page.</summary>
    public Range KeyRange(int index) => (int)Offset(index)..(int)(Offset(index) + KeySize(index));

    /// <summary>The child page of a branch's element.</summary>
    public ulong Child(int index) => BinaryPrimitives.ReadUInt64LittleEndian(Element(index)[8..]);

    /// <summary>Whether a leaf's element is a bucket rather than a value.</summary>
    public bool IsBucket(int index) => (BinaryPrimitives.ReadUInt32LittleEndian(Element(index)) & BucketFlag) != 0;

    /// <summary>Where a leaf's value lies in the page.</summary>
    public Range ValueRange(int index)
    {
        var start = (int)(Offset(index) + KeySize(index));
        return start..(start + (int)ValueSize(index));
    }

    private ReadOnlySpan<byte> Element(int index) => bytes.Slice(HeaderSize + (index * ElementSize), ElementSize);

    /// <summary>Elements give the place of their key relative to themselves. At most 4 GiB and a page: no overflow in 64 bits.</summary>
    private long Offset(int index) =>
        HeaderSize + (index * ElementSize) + (long)BinaryPrimitives.ReadUInt32LittleEndian(Element(index)[(IsLeaf ? 4 : 0)..]);

    private long KeySize(int index) => BinaryPrimitives.ReadUInt32LittleEndian(Element(index)[(IsLeaf ? 8 : 4)..]);

    private long ValueSize(int index) => BinaryPrimitives.ReadUInt32LittleEndian(Element(index)[12..]);
}
