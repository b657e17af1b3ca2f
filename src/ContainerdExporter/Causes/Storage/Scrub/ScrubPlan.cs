using ContainerdExporter.Causes.Storage.Content;
using ContainerdExporter.Containerd;

namespace ContainerdExporter.Causes.Storage.Scrub;

/// <summary>What to do next.</summary>
/// <param name="Progress">As it is before that.</param>
/// <param name="Blob">To be hashed; null for nothing.</param>
/// <param name="IsInOrder">Whether the pass moves on by it.</param>
internal sealed record ScrubStep(ScrubProgress Progress, StoredBlob? Blob, bool IsInOrder);

/// <summary>Decides what is hashed next. Pure: from the files and the progress alone.</summary>
internal static class ScrubPlan
{
    /// <summary>A store with more damage than this needs no longer list.</summary>
    private const int DamageLimit = 10_000;

    /// <summary>Starts and ends passes, and forgets damage that is gone. The blob is null when nothing is to do now.</summary>
    /// <param name="blobs">By digest.</param>
    /// <param name="progress">So far.</param>
    /// <param name="now">The time.</param>
    /// <param name="interval">From one pass's start to the next.</param>
    public static ScrubStep Next(List<StoredBlob> blobs, ScrubProgress progress, DateTimeOffset now, TimeSpan interval)
    {
        // What replaced a damaged blob is hashed first: a repair must show soon.
        progress = Forget(blobs, progress, out var replaced);
        if (replaced is not null)
        {
            return new ScrubStep(progress, replaced, IsInOrder: false);
        }

        if (progress.Cursor is null && blobs.Count > 0 && IsDue(progress.Started, now, interval))
        {
            progress = progress with { Cursor = default(BlobDigest).ToHex(), Started = now };
        }

        if (progress.Position is not { } position)
        {
            return new ScrubStep(progress, null, IsInOrder: true);
        }

        var index = IndexAfter(blobs, position);
        return index < blobs.Count
            ? new ScrubStep(progress, blobs[index], IsInOrder: true)
            : new ScrubStep(progress with { Cursor = null, Completed = now }, null, IsInOrder: true);
    }

    /// <summary>Takes a blob's verdict in.</summary>
    public static ScrubProgress After(ScrubStep step, BlobVerdict verdict)
    {
        var (progress, blob, isInOrder) = (step.Progress, step.Blob!.Value, step.IsInOrder);
        var hex = blob.Digest.ToHex();
        var others = progress.Damaged.Where(damaged => damaged.Hex != hex);
        return progress with
        {
            Damaged = verdict == BlobVerdict.Damaged ? [.. others.Take(DamageLimit - 1), ScrubbedBlob.Of(blob)] : [.. others],
            Cursor = isInOrder ? hex : progress.Cursor,
        };
    }

    /// <summary>The part of the bytes that this pass has behind it, 0 to 1; 1 between passes.</summary>
    public static double Ratio(List<StoredBlob> blobs, ScrubProgress progress)
    {
        if (progress.Position is not { } position)
        {
            return progress.Completed is null ? 0 : 1;
        }

        var done = IndexAfter(blobs, position);
        var (before, all) = (0L, 0L);
        for (var i = 0; i < blobs.Count; i++)
        {
            all += blobs[i].Size;
            before += i < done ? blobs[i].Size : 0;
        }

        return all == 0 ? 1 : (double)before / all;
    }

    /// <summary>A start that lies further ahead than a pass may is that of a clock which has been set back since.</summary>
    private static bool IsDue(DateTimeOffset? started, DateTimeOffset now, TimeSpan interval) =>
        started is not { } last || (now - last).Duration() >= interval;

    private static ScrubProgress Forget(List<StoredBlob> blobs, ScrubProgress progress, out StoredBlob? replaced)
    {
        var there = progress.Damaged
            .Select(damaged => (Damaged: damaged, Blob: Find(blobs, damaged)))
            .Where(pair => pair.Blob is not null)
            .ToList();
        replaced = there.FirstOrDefault(pair => pair.Damaged != ScrubbedBlob.Of(pair.Blob!.Value)).Blob;
        return there.Count == progress.Damaged.Count ? progress : progress with { Damaged = [.. there.Select(pair => pair.Damaged)] };
    }

    private static StoredBlob? Find(List<StoredBlob> blobs, ScrubbedBlob damaged)
    {
        if (damaged.Digest is not { } digest)
        {
            return null;
        }

        var index = IndexAfter(blobs, digest) - 1;
        return index >= 0 && blobs[index].Digest == digest ? blobs[index] : null;
    }

    /// <summary>The index of the first blob beyond a digest.</summary>
    private static int IndexAfter(List<StoredBlob> blobs, BlobDigest digest)
    {
        var (low, high) = (0, blobs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (BlobDigest.Compare(blobs[middle].Digest, digest) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
