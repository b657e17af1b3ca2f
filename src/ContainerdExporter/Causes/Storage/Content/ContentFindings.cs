using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.Causes.Storage.Content;

/// <summary>Puts damaged blobs into words.</summary>
internal static class ContentFindings
{
    /// <summary>Enough to work on; the metric has the number of all.</summary>
    private const int ListLimit = 20;

    public static IEnumerable<Finding> Of(ContentSample sample) =>
    [
        .. sample.Stores.Where(store => store.Damages is { Count: > 0 }).Select(OfDamage),
        .. sample.Stores.Where(store => store.State?.IsForgotten == true).Select(OfForgotten),
        .. sample.Stores.Where(store => store.Problem is not null).Select(OfBlindness),
    ];

    private static Finding OfDamage(StoreSample store)
    {
        var damages = store.Damages!;
        var evidence = damages
            .OrderBy(damage => damage.Kind)
            .ThenBy(damage => damage.Digest.ToHex(), StringComparer.Ordinal)
            .Take(ListLimit)
            .Select(damage => new Evidence(damage.Kind.ToLabel(), Describe(damage)));
        var counts = damages.GroupBy(damage => damage.Kind).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Words(group.Key)}");
        return new Finding(
            Cause.Storage,
            Severity.Warning,
            "ContainerdContentDamaged",
            store.Address,
            $"Blobs of images are damaged: {string.Join(", ", counts)}.",
            damages.Count <= ListLimit ? [.. evidence] : [.. evidence, new Evidence("and more", $"{damages.Count - ListLimit}")]);
    }

    private static Finding OfForgotten(StoreSample store) => new(
        Cause.Storage,
        Severity.Warning,
        "ContainerdMetadataCorrupt",
        store.Address,
        "containerd knows none of the blobs that it has on disk: its database was lost and begun anew, or content was deleted and not yet collected.",
        [new Evidence("blobs", $"{store.State!.Look.Blobs.Count}"), new Evidence("bytes", $"{store.State.Bytes}")]);

    private static string Describe(BlobDamage damage) => damage switch
    {
        { Kind: DamageKind.Size } => $"{damage.Digest} has {damage.Size} bytes and should have {damage.Expected}",
        { Kind: DamageKind.Empty, Expected: { } expected } => $"{damage.Digest} should have {expected} bytes",
        _ => damage.Digest.ToString(),
    };

    private static string Words(DamageKind kind) => kind switch
    {
        DamageKind.Empty => "empty",
        DamageKind.Size => "of the wrong size",
        DamageKind.Missing => "missing on disk",
        _ => "with other content than its name says",
    };

    /// <summary>Neither healthy nor sick: the exporter could not find out, and must say so.</summary>
    private static Finding OfBlindness(StoreSample store) => new(
        Cause.Exporter, Severity.Warning, CollectorFindings.Alert, store.Address, "The content store could not be looked at.", [new Evidence("reason", store.Problem!)]);
}
