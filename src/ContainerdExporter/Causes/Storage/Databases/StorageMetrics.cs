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

    public static readonly IReadOnlyList<MetricFamily> Families = [State, Bytes, LastCheck];

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
        }
    }
}
