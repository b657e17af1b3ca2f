using ContainerdExporter.Causes.Storage.Snapshots;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Storage.Databases;

/// <summary>The metric families of containerd's databases.</summary>
internal static class StorageMetrics
{
    private static readonly MetricFamily State = MetricFamily.Gauge(
        "containerd_database_state", "What a bolt database is worth: the state with value 1 (degraded: one of its two meta pages is invalid).", "address", "database", "state");

    private static readonly MetricFamily Bytes = MetricFamily.Gauge(
        "containerd_database_bytes", "Size of a bolt database; it grows, and never shrinks by itself.", "address", "database");

    private static readonly MetricFamily LastCheck = MetricFamily.Gauge(
        "containerd_database_last_check_timestamp_seconds", "When all pages behind the meta pages were last followed to the end, or to a damage; absent before.", "address", "database");

    private static readonly MetricFamily Snapshots = MetricFamily.Gauge(
        "containerd_snapshots", "Snapshots by kind: committed (unpacked layers of images), active (writable layers of containers), view.", "address", "snapshotter", "kind");

    private static readonly MetricFamily SnapshotBytes = MetricFamily.Gauge(
        "containerd_snapshot_bytes", "Bytes of all committed snapshots, as containerd measured them when it unpacked them.", "address", "snapshotter");

    private static readonly MetricFamily SnapshotsMissing = MetricFamily.Gauge(
        "containerd_snapshots_missing", "Snapshots that the snapshotter's database lists and whose directory is gone.", "address", "snapshotter");

    public static readonly IReadOnlyList<MetricFamily> Families = [State, Bytes, LastCheck, Snapshots, SnapshotBytes, SnapshotsMissing];

    public static void Export(StorageSample sample, MetricSink sink)
    {
        foreach (var database in sample.Databases)
        {
            string[] labels = [database.Address, database.Look.Place.Database];
            sink.SetState(State, database.State, labels);
            if (database.Look.Metas is not null)
            {
                sink.Set(Bytes, database.Look.Length, labels);
            }

            if (database.Check?.At is { } at)
            {
                sink.Set(LastCheck, at, labels);
            }

            if (database.Check?.Snapshots is { } snapshots)
            {
                Export(labels, snapshots, database.MissingSnapshots, sink);
            }
        }
    }

    private static void Export(string[] labels, IReadOnlyList<SnapshotRecord> snapshots, int? missing, MetricSink sink)
    {
        foreach (var kind in Enum.GetValues<SnapshotKind>())
        {
            sink.Set(Snapshots, snapshots.Count(snapshot => snapshot.Kind == kind), [.. labels, kind.ToLabel()]);
        }

        sink.Set(SnapshotBytes, snapshots.Sum(snapshot => (double)snapshot.Bytes), labels);
        if (missing is { } count)
        {
            sink.Set(SnapshotsMissing, count, labels);
        }
    }
}
