namespace ContainerdExporter.Causes.Storage.Bolt;

/// <summary>Sees the buckets and values of a sound file, in the order of their keys.</summary>
internal interface IBoltVisitor
{
    /// <summary>A walk begins; what an earlier one showed does not count.</summary>
    /// <param name="transaction">How many commits the file has seen.</param>
    void Begin(ulong transaction);

    /// <summary>A bucket begins. It ends with the next one of the same depth or a smaller one.</summary>
    /// <param name="depth">1 for those in the root.</param>
    /// <param name="name">Its key.</param>
    /// <param name="sequence">The last number that was given out in it.</param>
    void Bucket(int depth, ReadOnlySpan<byte> name, ulong sequence);

    /// <summary>A value of the bucket that began last with this depth.</summary>
    void Value(int depth, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>The walk came to its end, and all that it showed belongs to one commit.</summary>
    void End();
}
