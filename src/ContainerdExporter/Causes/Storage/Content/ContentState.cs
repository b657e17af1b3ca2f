namespace ContainerdExporter.Causes.Storage.Content;

/// <summary>What a pass over the content store found.</summary>
/// <param name="Look">The files.</param>
/// <param name="Difference">What is wrong with them.</param>
/// <param name="Gap">Why the database was not asked; null when it was.</param>
internal sealed record ContentState(StoreLook Look, ContentDifference Difference, string? Gap)
{
    /// <summary>Blobs are there, and the database knows none of them.</summary>
    public bool IsForgotten => Look.Blobs.Count > 0 && Difference.Leaked?.Count == Look.Blobs.Count;

    public long Bytes { get; } = Look.Blobs.Sum(blob => blob.Size);
}
