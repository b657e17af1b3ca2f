namespace ContainerdExporter.Causes.Storage.Bolt;

/// <summary>Reads the pages that a walk asks for, and keeps account: in a sound file each page is referred to once.</summary>
internal sealed class BoltPageReader(IBoltFile file, BoltMeta meta, BoltWalkLimits limits, Func<bool> isTimeUp)
{
    private const ulong FirstDataPage = 2;

    private readonly PageSet claimed = new(meta.HighWater);
    private readonly Stack<byte[]> spare = new();
    private long lentBytes;

    /// <summary>Pages claimed so far.</summary>
    public long Pages { get; private set; }

    /// <summary>Reads a page and what overflows from it. To be given back with <see cref="Return"/>.</summary>
    /// <exception cref="BoltDamageException">The page is not what it should be.</exception>
    /// <exception cref="BoltLimitException">A limit is reached.</exception>
    public byte[] Load(ulong id)
    {
        if (isTimeUp())
        {
            throw new BoltLimitException("it took too long");
        }

        Claim(id, "is referred to");
        if (!spare.TryPop(out var buffer))
        {
            buffer = new byte[meta.PageSize];
        }

        lentBytes += buffer.Length;
        Fill(id, buffer, offset: 0);
        var page = new BoltPage(buffer);
        if (page.Id != id)
        {
            var isZero = buffer.AsSpan().IndexOfAnyExcept((byte)0) < 0;
            throw new BoltDamageException(id, isZero ? "is all zeroes" : $"says that it is page {page.Id}");
        }

        return page.Overflow == 0 ? buffer : LoadOverflow(id, page.Overflow, buffer);
    }

    public void Return(byte[] buffer)
    {
        lentBytes -= buffer.Length;
        if (buffer.Length == meta.PageSize)
        {
            spare.Push(buffer);
        }
    }

    /// <summary>Notes a reference to a page.</summary>
    public void Claim(ulong id, string how)
    {
        if (id < FirstDataPage || id >= meta.HighWater)
        {
            throw new BoltDamageException(id, $"{how}, but does not exist");
        }

        if (!claimed.Add(id))
        {
            throw new BoltDamageException(id, $"{how}, and is used elsewhere too");
        }

        Pages++;
    }

    private byte[] LoadOverflow(ulong id, uint overflow, byte[] first)
    {
        var total = (overflow + 1L) * meta.PageSize;
        if (overflow >= meta.HighWater - id)
        {
            throw new BoltDamageException(id, "overflows beyond the last page");
        }

        lentBytes += total - meta.PageSize;
        if (lentBytes > limits.Memory)
        {
            throw new BoltLimitException($"page {id} has {total} bytes");
        }

        for (var i = 1UL; i <= overflow; i++)
        {
            Claim(id + i, $"continues page {id}");
        }

        Array.Resize(ref first, (int)total);
        Fill(id, first.AsSpan(meta.PageSize), offset: meta.PageSize);
        return first;
    }

    private void Fill(ulong id, Span<byte> buffer, long offset)
    {
        if (file.Read(((long)id * meta.PageSize) + offset, buffer) < buffer.Length)
        {
            throw new BoltDamageException(id, "lies beyond the end of the file");
        }
    }
}

/// <summary>A page is not what it should be.</summary>
internal sealed class BoltDamageException(ulong page, string what) : Exception($"page {page} {what}");

/// <summary>A walk ends before its end.</summary>
internal sealed class BoltLimitException(string reason) : Exception(reason);
