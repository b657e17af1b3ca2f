namespace ContainerdExporter.Causes.Storage.Bolt;

/// <summary>Sees the buckets and values of a sound file, in the order of their keys.</summary>
internal interface IBoltVisitor
{
    /// <summary>A walk begins; what an earlier one showed does not count.</summary>
    void Begin();

    /// <summary>A bucket begins: 1 for those in the root. Ends with the next bucket of the same depth or a smaller one.</summary>
    void Bucket(int depth, ReadOnlySpan<byte> name);

    /// <summary>A value of the bucket that began last with this depth.</summary>
    void Value(int depth, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>The walk came to its end, and all that it showed belongs to one commit.</summary>
    void End();
}
