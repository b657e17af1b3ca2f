namespace ContainerdExporter.Causes.Storage.Bolt;

/// <summary>Page numbers below a bound, one bit each.</summary>
internal sealed class PageSet(ulong bound)
{
    private readonly ulong[] bits = new ulong[(bound + 63) / 64];

    /// <summary>False when it was there already.</summary>
    public bool Add(ulong page)
    {
        ref var word = ref bits[page / 64];
        var bit = 1UL << (int)(page % 64);
        var isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }
}
