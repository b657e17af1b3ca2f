using System.Buffers.Binary;

namespace ContainerdExporter.Causes.Storage.Bolt;

/// <summary>
/// Follows every page from a meta page's root: buckets, branches, leaves and the list of free pages. Bounded in pages, depth and
/// memory whatever the file holds. Damage is what would make bolt fail or panic; values are not judged.
/// </summary>
internal sealed class BoltWalk
{
    private const int BucketHeader = 16; // root page and sequence (bbolt internal/common/bucket.go)

    private readonly BoltMeta meta;
    private readonly BoltWalkLimits limits;
    private readonly BoltPageReader reader;
    private readonly IBoltVisitor? visitor;
    private readonly Stack<Frame> path = new();

    private BoltWalk(IBoltFile file, BoltMeta meta, BoltWalkLimits limits, Func<bool> isTimeUp, IBoltVisitor? visitor)
    {
        this.meta = meta;
        this.limits = limits;
        this.visitor = visitor;
        reader = new BoltPageReader(file, meta, limits, isTimeUp);
    }

    /// <exception cref="BoltReadException">A page cannot be read.</exception>
    public static BoltVerdict Run(IBoltFile file, BoltMeta meta, BoltWalkLimits limits, Func<bool> isTimeUp, IBoltVisitor? visitor = null)
    {
        if (meta.HighWater > limits.FilePages)
        {
            return BoltVerdict.Unfinished(0, $"more than {limits.FilePages} pages");
        }

        var walk = new BoltWalk(file, meta, limits, isTimeUp, visitor);
        try
        {
            walk.WalkTree();
            walk.WalkFreelist();
            return BoltVerdict.Sound(walk.reader.Pages);
        }
        catch (BoltDamageException e)
        {
            return BoltVerdict.Damaged(walk.reader.Pages, e.Message);
        }
        catch (BoltLimitException e)
        {
            return BoltVerdict.Unfinished(walk.reader.Pages, e.Message);
        }
    }

    private void WalkTree()
    {
        visitor?.Begin(meta.Transaction);
        Enter(meta.Root, lower: default, upper: default, depth: 0);
        while (path.TryPeek(out var frame))
        {
            if (frame.Next == frame.Page.Count)
            {
                Leave();
            }
            else if (frame.Page.Kind == BoltPageKind.Branch)
            {
                Descend(frame);
            }
            else
            {
                EnterBucket(frame);
            }
        }
    }

    private void Descend(Frame frame)
    {
        var index = frame.Next++;
        var upper = index + 1 < frame.Page.Count ? frame.Bytes[frame.Page.KeyRange(index + 1)] : frame.Upper;
        Enter(frame.Page.Child(index), frame.Page.Key(index), upper, frame.Depth);
    }

    private void EnterBucket(Frame frame)
    {
        var index = frame.Next++;
        var value = frame.Bytes[frame.Page.ValueRange(index)];
        if (!frame.Page.IsBucket(index))
        {
            visitor?.Value(frame.Depth, frame.Page.Key(index), value.Span);
            return;
        }

        if (value.Length < BucketHeader)
        {
            throw new BoltDamageException(frame.Id, "has a bucket that is too short");
        }

        visitor?.Bucket(frame.Depth + 1, frame.Page.Key(index), BinaryPrimitives.ReadUInt64LittleEndian(value.Span[sizeof(ulong)..]));
        var root = BinaryPrimitives.ReadUInt64LittleEndian(value.Span);
        if (root != 0)
        {
            Enter(root, lower: default, upper: default, frame.Depth + 1);
            return;
        }

        // A small bucket is a leaf page inside its parent's value; one that holds buckets itself never is.
        if (frame.Owned is null)
        {
            throw new BoltDamageException(frame.Id, "has a bucket inside an inline bucket");
        }

        var inline = value[BucketHeader..];
        if (inline.Length < BoltPage.HeaderSize)
        {
            throw new BoltDamageException(frame.Id, "has a bucket that is too short");
        }

        Push(new Frame(frame.Id, inline, owned: null, upper: default, frame.Depth + 1), lower: default);
    }

    private void Enter(ulong id, ReadOnlySpan<byte> lower, ReadOnlyMemory<byte> upper, int depth)
    {
        var buffer = reader.Load(id);
        Push(new Frame(id, buffer, buffer, upper, depth), lower);
    }

    private void Push(Frame frame, ReadOnlySpan<byte> lower)
    {
        if (path.Count == limits.Depth)
        {
            throw new BoltDamageException(frame.Id, "lies deeper than any real tree");
        }

        var page = frame.Page;
        if (page.Damage() is { } damage)
        {
            throw new BoltDamageException(frame.Id, damage);
        }

        // A key outside of what the parent promises is one that look-ups never find.
        if (page.Count > 0
            && (page.Key(0).SequenceCompareTo(lower) < 0
                || (!frame.Upper.IsEmpty && page.Key(page.Count - 1).SequenceCompareTo(frame.Upper.Span) >= 0)))
        {
            throw new BoltDamageException(frame.Id, "has keys that belong elsewhere");
        }

        path.Push(frame);
    }

    private void Leave()
    {
        if (path.Pop().Owned is { } buffer)
        {
            reader.Return(buffer);
        }
    }

    private void WalkFreelist()
    {
        if (meta.Freelist == BoltMeta.NoFreelist)
        {
            return;
        }

        var buffer = reader.Load(meta.Freelist);
        var page = new BoltPage(buffer);
        if (page.Kind != BoltPageKind.Freelist)
        {
            throw new BoltDamageException(meta.Freelist, $"is not the list of free pages (flags 0x{(ushort)page.Kind:x2})");
        }

        var ids = buffer.AsSpan(BoltPage.HeaderSize);
        var count = (ulong)page.Count;
        if (count == ushort.MaxValue)
        {
            // Too many for the header: the first entry is the count.
            count = BinaryPrimitives.ReadUInt64LittleEndian(ids);
            ids = ids[sizeof(ulong)..];
        }

        if (count > (ulong)(ids.Length / sizeof(ulong)))
        {
            throw new BoltDamageException(meta.Freelist, $"claims {count} free pages, more than fit");
        }

        for (var i = 0; i < (int)count; i++)
        {
            var id = BinaryPrimitives.ReadUInt64LittleEndian(ids[(i * sizeof(ulong))..]);
            reader.Claim(id, "is listed as free");
        }
    }

    /// <summary>A page on the way from the root to where the walk is.</summary>
    private sealed class Frame(ulong id, ReadOnlyMemory<byte> bytes, byte[]? owned, ReadOnlyMemory<byte> upper, int depth)
    {
        public ulong Id => id;

        public ReadOnlyMemory<byte> Bytes => bytes;

        public BoltPage Page => new(bytes.Span);

        /// <summary>The buffer to use again after this page; none for a page inside another.</summary>
        public byte[]? Owned => owned;

        /// <summary>All keys are below this; empty for no bound.</summary>
        public ReadOnlyMemory<byte> Upper => upper;

        /// <summary>How many buckets it lies in.</summary>
        public int Depth => depth;

        public int Next { get; set; }
    }
}
