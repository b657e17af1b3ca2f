using System.Collections.Concurrent;
using ContainerdExporter.Causes.Storage.Bolt;
using ContainerdExporter.Causes.Storage.Snapshots;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Storage.Databases;

/// <summary>
/// Walks databases behind their meta pages, after each change and now and then without one, at a hundredth of the time at most;
/// remembers what each walk found.
/// </summary>
internal sealed class DatabaseChecks(TimeProvider time)
{
    /// <summary>A disk can go bad under a file that nobody writes to.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LongestWalk = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>A walk may take one hundredth of the time.</summary>
    private const int Rest = 100;

    private readonly ConcurrentDictionary<string, Walked> last = new(StringComparer.Ordinal);

    /// <summary>The result of the last walk that came to a verdict on this very file.</summary>
    public DatabaseCheck? Last(DatabaseLook look) =>
        last.TryGetValue(look.Place.Path, out var walked) && walked.Stamp.Inode == look.Stamp.Inode ? walked.Check : null;

    public bool IsDue(DatabaseLook look)
    {
        if (look.State is not (DatabaseState.Ok or DatabaseState.Degraded))
        {
            return false;
        }

        if (!last.TryGetValue(look.Place.Path, out var walked) || walked.Stamp.Inode != look.Stamp.Inode)
        {
            return true;
        }

        // A repair shows at once; anything else waits for its turn.
        var isChanged = walked.Stamp != look.Stamp;
        var since = time.GetElapsedTime(walked.End);
        return (isChanged && walked.Check.Verdict.Damage is not null)
            || (since >= walked.Took * Rest && (isChanged || since >= Interval));
    }

    /// <summary>Walks it, on the calling thread.</summary>
    public DatabaseCheck? Run(DatabaseLook look, HostPaths host)
    {
        var start = time.GetTimestamp();
        var idle = TimeSpan.Zero;
        var catalog = look.Place.IsSnapshotter ? new SnapshotCatalog() : null;
        var numbers = look.Place.Database == DatabasePlaces.Metadata ? new SnapshotNumbers() : null;
        var verdict = Walk(
            new DatabaseFile(host.ToLocal(look.Place.Path)),
            () => time.GetElapsedTime(start) > LongestWalk,
            () =>
            {
                Thread.Sleep(Pause);
                idle += Pause;
            },
            (IBoltVisitor?)catalog ?? numbers);
        var end = time.GetTimestamp();

        // Where the walk came to no end, what is known of the file stays known.
        var check = verdict.Gap is not null ? Last(look) ?? new DatabaseCheck(verdict, null) : new DatabaseCheck(verdict, time.GetUtcNow())
        {
            Walk = (start, end),
            Stamp = look.Stamp,
            Snapshots = catalog?.Records,
            HighestNumbers = catalog?.Records is null ? null : catalog.HighestNumbers,
            Numbers = numbers is { IsComplete: true } ? numbers : null,
        };
        last[look.Place.Path] = new Walked(look.Stamp, check, end, time.GetElapsedTime(start, end) - idle);
        return check;
    }

    /// <summary>Forgets files that are no longer looked at.</summary>
    public void Keep(IReadOnlySet<string> paths)
    {
        foreach (var gone in last.Keys.Where(path => !paths.Contains(path)))
        {
            last.TryRemove(gone, out _);
        }
    }

    private static BoltVerdict Walk(DatabaseFile file, Func<bool> isTimeUp, Action pause, IBoltVisitor? visitor)
    {
        try
        {
            return BoltCheck.Run(file, BoltWalkLimits.Default, isTimeUp, pause, visitor);
        }
        catch (BoltReadException e) when (e.Reason is Errno.InputOutput or Errno.NeedsCleaning)
        {
            return BoltVerdict.Damaged(0, DatabaseLooker.Describe(e.Reason));
        }
        catch (BoltReadException e)
        {
            return BoltVerdict.Unfinished(0, DatabaseLooker.Describe(e.Reason));
        }
    }

    private sealed record Walked(DatabaseStamp Stamp, DatabaseCheck Check, long End, TimeSpan Took);
}

/// <summary>What is known of the pages behind the meta pages.</summary>
/// <param name="Verdict">Of the last walk that came to one.</param>
/// <param name="At">When it ended; null when none has.</param>
internal sealed record DatabaseCheck(BoltVerdict Verdict, DateTimeOffset? At)
{
    /// <summary>The content that was walked, unless a commit came in between.</summary>
    public DatabaseStamp Stamp { get; init; }

    /// <summary>When the walk began and ended, by a clock that nobody sets.</summary>
    public (long Start, long End) Walk { get; init; }

    /// <summary>What a snapshotter's database lists; null for other databases, and without a walk that no commit disturbed.</summary>
    public IReadOnlyList<SnapshotRecord>? Snapshots { get; init; }

    /// <summary>The highest number of them by namespace; null like them.</summary>
    public IReadOnlyDictionary<string, ulong>? HighestNumbers { get; init; }

    /// <summary>What the metadata database has given out; null for other databases, and without a walk that no commit disturbed.</summary>
    public SnapshotNumbers? Numbers { get; init; }
}
