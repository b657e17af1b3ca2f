namespace ContainerdExporter.Causes.Storage.Bolt;

/// <summary>Both meta pages; null for one that bolt would refuse.</summary>
internal sealed record BoltMetas(BoltMeta? First, BoltMeta? Second)
{
    /// <summary>The one that bolt would open the file with.</summary>
    public BoltMeta? Current =>
        First is null || Second is null ? First ?? Second :
        First.Transaction > Second.Transaction ? First : Second;

    public bool AreBothValid => First is not null && Second is not null;

    public static BoltMetas Read(IBoltFile file)
    {
        Span<byte> page = stackalloc byte[BoltMeta.Size];
        var first = ReadAt(file, 0, page);
        if (first is not null)
        {
            return new BoltMetas(first, ReadAt(file, first.PageSize, page));
        }

        // The first page would have told the page size; a second one says itself whether it lies where it belongs.
        for (var size = BoltMeta.SmallestPage; size <= BoltMeta.LargestPage; size *= 2)
        {
            if (ReadAt(file, size, page) is { } second && second.PageSize == size)
            {
                return new BoltMetas(null, second);
            }
        }

        return new BoltMetas(null, null);
    }

    private static BoltMeta? ReadAt(IBoltFile file, long offset, Span<byte> page) => BoltMeta.TryParse(page[..file.Read(offset, page)]);
}
