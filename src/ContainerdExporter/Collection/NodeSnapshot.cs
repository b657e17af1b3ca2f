namespace ContainerdExporter.Collection;

/// <summary>What one collection learned about the node. Immutable; the only input of exposition and diagnosis.</summary>
internal sealed record NodeSnapshot(DateTimeOffset Time, IReadOnlyList<CollectorResult> Results)
{
    /// <summary>When it was complete, by the clock that nobody sets; null where that does not matter.</summary>
    public long? Stamp { get; init; }
}
