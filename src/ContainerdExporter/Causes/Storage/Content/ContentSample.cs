namespace ContainerdExporter.Causes.Storage.Content;

/// <summary>The content stores of this node.</summary>
internal sealed record ContentSample(IReadOnlyList<StoreSample> Stores);

/// <summary>One content store.</summary>
/// <param name="Address">The instance.</param>
/// <param name="State">The last pass over names and sizes; null when there is none, or it is too old.</param>
/// <param name="Scrub">Null where blobs are not hashed, and none was.</param>
/// <param name="Problem">Why there is no state.</param>
internal sealed record StoreSample(string Address, ContentState? State, ScrubSample? Scrub, string? Problem)
{
    /// <summary>Every damaged blob once, for the plainest reason. Null when nothing is known.</summary>
    public IReadOnlyList<BlobDamage>? Damages { get; } = State is null ? null : Merge(State.Difference.Damages, Scrub?.Damages ?? []);

    private static IReadOnlyList<BlobDamage> Merge(IReadOnlyList<BlobDamage> first, IReadOnlyList<BlobDamage> second)
    {
        var known = first.Select(damage => damage.Digest).ToHashSet();
        return [.. first, .. second.Where(damage => !known.Contains(damage.Digest))];
    }
}

/// <summary>How far the hashing has come.</summary>
/// <param name="Bytes">Hashed since the exporter started.</param>
/// <param name="Ratio">Of this pass, 0 to 1.</param>
/// <param name="Completed">When the last pass ended; null before the first.</param>
/// <param name="Damages">Blobs that do not hash to their names.</param>
internal sealed record ScrubSample(long Bytes, double Ratio, DateTimeOffset? Completed, IReadOnlyList<BlobDamage> Damages);
