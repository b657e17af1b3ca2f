using System.Collections.Concurrent;
using ContainerdExporter.Causes.Storage.Snapshots;

namespace ContainerdExporter.Causes.Storage.Databases;

/// <summary>
/// Compares the metadata database with the snapshotters': one that was lost and begun anew, or put back from an old copy, is whole and
/// still wrong. A number is given out before a snapshotter sees it, so the metadata must have been walked after the snapshotter.
/// </summary>
internal sealed class MetadataAge
{
    private readonly ConcurrentDictionary<(string Path, string Snapshotter), Verdict> last = new();

    /// <summary>What the snapshotters have that the metadata database never gave out, in words; empty when it is all right.</summary>
    /// <param name="metadata">The metadata database.</param>
    /// <param name="snapshotters">Those of the same instance.</param>
    public IReadOnlyList<string> Judge(DatabaseSample metadata, IEnumerable<DatabaseSample> snapshotters) =>
        [.. snapshotters.Select(snapshotter => Judge(metadata, snapshotter)).OfType<string>()];

    /// <summary>Forgets files that are no longer looked at.</summary>
    public void Keep(IReadOnlySet<string> paths)
    {
        foreach (var gone in last.Keys.Where(key => !paths.Contains(key.Path)))
        {
            last.TryRemove(gone, out _);
        }
    }

    /// <summary>The last verdict holds until both can be compared again, for these very files.</summary>
    private string? Judge(DatabaseSample metadata, DatabaseSample snapshotter)
    {
        var key = (metadata.Look.Place.Path, snapshotter.Look.Place.Database);
        var files = (metadata.Look.Stamp.Inode, snapshotter.Look.Stamp.Inode);
        if (metadata.Check is { Numbers: { } numbers } first && snapshotter.Check is { HighestNumbers: { } highest } second && second.Walk.End <= first.Walk.Start)
        {
            last[key] = new Verdict(files, Compare(numbers, snapshotter.Look.Place.Database, highest));
        }

        return last.TryGetValue(key, out var verdict) && verdict.Files == files ? verdict.Words : null;
    }

    private static string? Compare(SnapshotNumbers numbers, string snapshotter, IReadOnlyDictionary<string, ulong> highest)
    {
        var ahead = highest.Where(each => numbers.IsBehind(each.Key, snapshotter, each.Value)).OrderBy(each => each.Key, StringComparer.Ordinal).ToList();
        return ahead.Count == 0
            ? null
            : $"{snapshotter} has number {ahead[0].Value} of namespace {ahead[0].Key}, the database has given out {numbers.Given(ahead[0].Key, snapshotter)} at most";
    }

    private sealed record Verdict((ulong Metadata, ulong Snapshotter) Files, string? Words);
}
