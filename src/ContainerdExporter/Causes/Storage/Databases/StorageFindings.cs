using ContainerdExporter.Causes.Storage.Bolt;
using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.Causes.Storage.Databases;

/// <summary>Puts what is wrong with the databases into words.</summary>
internal static class StorageFindings
{
    public static IEnumerable<Finding> Of(StorageSample sample) =>
    [
        .. sample.Databases.Where(database => database.State != DatabaseState.Ok).Select(OfDatabase),
        .. sample.Databases.Where(database => database.MissingSnapshots > 0).Select(OfMissing),
        .. sample.Blind.Select(OfBlindness),
    ];

    private static Finding OfDatabase(DatabaseSample database) => new(
        Cause.Storage,
        database.State == DatabaseState.Degraded ? Severity.Warning : Severity.Critical,
        "ContainerdMetadataCorrupt",
        database.Address,
        $"The {database.Look.Place.Database} database {Trouble(database)}{Outlook(database)}.",
        [.. EvidenceOf(database)])
    { Subject = database.Look.Place.Database };

    private static Finding OfMissing(DatabaseSample database) => new(
        Cause.Storage,
        Severity.Warning,
        "ContainerdContentDamaged",
        database.Address,
        $"Unpacked layers are gone: {database.MissingSnapshots} of {database.Check!.Snapshots!.Count} snapshots of {database.Look.Place.Database} have no directory.",
        [new Evidence("directory", database.Look.Place.Described[0])])
    { Subject = database.Look.Place.Database };

    private static string Trouble(DatabaseSample database) => database.State switch
    {
        DatabaseState.Degraded => "has one invalid meta page of two",
        DatabaseState.Truncated when database.Look.Length == 0 => "is empty",
        DatabaseState.Truncated => "is cut short",
        DatabaseState.Outdated => "is older than the data that it should describe: it was lost and begun anew, or an old copy was put back",
        DatabaseState.Absent => "is gone, but the data that it describes are there",
        DatabaseState.Unreadable => "cannot be read",
        _ when database.Look.Metas?.Current is null => "has no valid meta page",
        _ => "is damaged behind its valid meta pages",
    };

    private static string Outlook(DatabaseSample database) => database switch
    {
        { State: DatabaseState.Degraded } => ": containerd still opens it with the other",
        { State: DatabaseState.Outdated } => "; containerd does not know what was made since, and new pulls may run into it",
        { IsServing: true, Look.Place.Database: DatabasePlaces.Metadata } => "; containerd goes on with what it has in memory and will not survive its next start",
        { State: DatabaseState.Absent } or { Look.Length: 0 } => "; containerd would start without what it knew",
        _ => string.Empty,
    };

    private static IEnumerable<Evidence> EvidenceOf(DatabaseSample database)
    {
        var look = database.Look;
        yield return new Evidence("file", look.Place.Path);
        if (look.Reason is not null)
        {
            yield return new Evidence("reason", look.Reason);
        }

        foreach (var unknown in database.Unknown)
        {
            yield return new Evidence("snapshots", unknown);
        }

        if (look.Metas is not { } metas)
        {
            yield break;
        }

        yield return new Evidence("meta pages", $"first {Validity(metas.First)}, second {Validity(metas.Second)}");
        if (metas.Current is { } current)
        {
            yield return new Evidence("length", $"{look.Length} bytes, in use up to {current.HighWater * (ulong)current.PageSize}");
        }
        else
        {
            yield return new Evidence("length", $"{look.Length} bytes");
        }

        if (database.Check is { } check)
        {
            yield return new Evidence("pages", Describe(check));
        }
    }

    private static string Validity(BoltMeta? meta) => meta is null ? "invalid" : $"valid (commit {meta.Transaction})";

    private static string Describe(DatabaseCheck check) => check.Verdict switch
    {
        { Damage: { } damage } => damage,
        { Gap: { } gap } => $"not followed to the end: {gap}",
        { Pages: var pages } => $"{pages} pages are sound",
    };

    /// <summary>Neither healthy nor sick: the exporter could not find out, and must say so.</summary>
    private static Finding OfBlindness(BlindSpot spot) => new(
        Cause.Exporter, Severity.Warning, CollectorFindings.Alert, spot.Address, "The databases could not be read.", [new Evidence("reason", spot.Reason)]);
}
