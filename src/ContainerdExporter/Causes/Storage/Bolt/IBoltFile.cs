namespace ContainerdExporter.Causes.Storage.Bolt;

/// <summary>The bytes of a bolt file. A writer may change them between two reads.</summary>
internal interface IBoltFile
{
    /// <summary>Bytes, now.</summary>
    long Length { get; }

    /// <summary>Fills the buffer from an offset on; the count is smaller only where the file ends.</summary>
    /// <exception cref="BoltReadException">The kernel refuses.</exception>
    int Read(long offset, Span<byte> buffer);
}
