using ContainerdExporter.Containerd;

namespace ContainerdExporter.Causes.Storage.Content;

/// <summary>How a blob is damaged. The names are label values.</summary>
internal enum DamageKind
{
    /// <summary>A file of no bytes that is not the digest of nothing: left by a power loss or a full disk.</summary>
    Empty,

    /// <summary>Not as long as the database says.</summary>
    Size,

    /// <summary>Its content does not hash to its name.</summary>
    Digest,

    /// <summary>The database names it, and the disk lacks it.</summary>
    Missing,
}

/// <summary>One damaged blob.</summary>
/// <param name="Digest">Which.</param>
/// <param name="Kind">How.</param>
/// <param name="Size">Bytes on disk; 0 when it is missing.</param>
/// <param name="Expected">Bytes by the database; null when that was not asked, or does not know the blob.</param>
internal sealed record BlobDamage(BlobDigest Digest, DamageKind Kind, long Size, long? Expected);

/// <summary>What the disk and the database disagree about.</summary>
/// <param name="Damages">By digest.</param>
/// <param name="Leaked">Blobs that no namespace knows; null when the database was not asked.</param>
internal sealed record ContentDifference(IReadOnlyList<BlobDamage> Damages, IReadOnlyList<StoredBlob>? Leaked)
{
    public bool IsEmpty => Damages.Count == 0 && Leaked is null or { Count: 0 };

    /// <summary>What both looks agree on: garbage collection and downloads differ for a moment, damage stays.</summary>
    public ContentDifference And(ContentDifference other)
    {
        var damages = other.Damages.Select(damage => (damage.Digest, damage.Kind)).ToHashSet();
        var leaked = other.Leaked?.Select(blob => blob.Digest).ToHashSet();
        return new ContentDifference(
            [.. Damages.Where(damage => damages.Contains((damage.Digest, damage.Kind)))],
            leaked is null || Leaked is null ? null : [.. Leaked.Where(blob => leaked.Contains(blob.Digest))]);
    }
}

/// <summary>Compares the files of the content store with the database.</summary>
internal static class ContentComparison
{
    /// <summary>A blob is a file before it is in the database, and for a moment after it was removed from it.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    /// <param name="look">The files.</param>
    /// <param name="known">Sizes by the database; null when it could not be asked.</param>
    public static ContentDifference Of(StoreLook look, IReadOnlyDictionary<BlobDigest, long>? known)
    {
        var damages = new List<BlobDamage>();
        var leaked = known is null ? null : new List<StoredBlob>();
        var settled = (look.At - Settled).ToUnixTimeSeconds();
        var found = 0;
        foreach (var blob in look.Blobs)
        {
            long? expected = known is not null && known.TryGetValue(blob.Digest, out var size) ? size : null;
            found += expected is null ? 0 : 1;
            if (blob.Size == 0 && blob.Digest != BlobDigest.OfNothing)
            {
                damages.Add(new BlobDamage(blob.Digest, DamageKind.Empty, 0, expected));
            }
            else if (expected is not null && expected != blob.Size)
            {
                damages.Add(new BlobDamage(blob.Digest, DamageKind.Size, blob.Size, expected));
            }
            else if (expected is null && blob.Modified < settled)
            {
                leaked?.Add(blob);
            }
        }

        if (known is not null && found < known.Count && look.Blobs.Count < ContentDirectory.BlobLimit)
        {
            var onDisk = look.Blobs.Select(blob => blob.Digest).ToHashSet();
            damages.AddRange(known.Where(each => !onDisk.Contains(each.Key)).Select(each => new BlobDamage(each.Key, DamageKind.Missing, 0, each.Value)));
        }

        return new ContentDifference(damages, leaked);
    }
}
