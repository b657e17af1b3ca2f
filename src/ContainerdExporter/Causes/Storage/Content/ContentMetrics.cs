using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Storage.Content;

/// <summary>The metric families of the content store.</summary>
internal static class ContentMetrics
{
    private static readonly MetricFamily Blobs = MetricFamily.Gauge(
        "containerd_content_blobs", "Blobs (layers, manifests, configurations of images) on disk.", "address");

    private static readonly MetricFamily Bytes = MetricFamily.Gauge(
        "containerd_content_bytes", "Bytes of all blobs on disk.", "address");

    private static readonly MetricFamily Damaged = MetricFamily.Gauge(
        "containerd_content_damaged_blobs", "Damaged blobs: empty, of another size than the database says, missing on disk, or not hashing to their name (digest).", "address", "kind");

    private static readonly MetricFamily Leaked = MetricFamily.Gauge(
        "containerd_content_leaked_bytes", "Bytes of blobs, older than ten minutes, that no namespace knows; the next garbage collection removes them.", "address");

    private static readonly MetricFamily Ingests = MetricFamily.Gauge(
        "containerd_content_ingests", "Unfinished downloads in the content store.", "address");

    private static readonly MetricFamily OldestIngest = MetricFamily.Gauge(
        "containerd_content_oldest_ingest_timestamp_seconds", "When the oldest unfinished download began; absent without one.", "address");

    private static readonly MetricFamily ScrubBytes = MetricFamily.Counter(
        "containerd_content_scrub_bytes_total", "Bytes of blobs hashed and compared with their name.", "address");

    private static readonly MetricFamily ScrubRatio = MetricFamily.Gauge(
        "containerd_content_scrub_progress_ratio", "How much of the store's bytes the current pass has hashed, 0 to 1; 1 until the next one begins.", "address");

    private static readonly MetricFamily ScrubCompleted = MetricFamily.Gauge(
        "containerd_content_scrub_last_completed_timestamp_seconds", "When every blob had last been hashed; absent before.", "address");

    public static readonly IReadOnlyList<MetricFamily> Families =
        [Blobs, Bytes, Damaged, Leaked, Ingests, OldestIngest, ScrubBytes, ScrubRatio, ScrubCompleted];

    public static void Export(ContentSample sample, MetricSink sink)
    {
        foreach (var store in sample.Stores)
        {
            if (store.State is { } state)
            {
                Export(store, state, sink);
            }
        }
    }

    private static void Export(StoreSample store, ContentState state, MetricSink sink)
    {
        sink.Set(Blobs, state.Look.Blobs.Count, store.Address);
        sink.Set(Bytes, state.Bytes, store.Address);
        sink.Set(Ingests, state.Look.Ingests, store.Address);
        if (state.Look.OldestIngest is { } oldest)
        {
            sink.Set(OldestIngest, oldest, store.Address);
        }

        if (state.Difference.Leaked is { } leaked)
        {
            sink.Set(Leaked, leaked.Sum(blob => blob.Size), store.Address);
        }

        foreach (var kind in Enum.GetValues<DamageKind>())
        {
            // Size and missing are relative to the database: unknown while it does not answer. Digest is unknown before anything was hashed.
            var isKnown = kind switch
            {
                DamageKind.Empty => true,
                DamageKind.Digest => store.Scrub is not null,
                _ => state.Gap is null,
            };
            if (isKnown)
            {
                sink.Set(Damaged, store.Damages!.Count(damage => damage.Kind == kind), store.Address, kind.ToLabel());
            }
        }

        if (store.Scrub is { } scrub)
        {
            sink.Set(ScrubBytes, scrub.Bytes, store.Address);
            sink.Set(ScrubRatio, scrub.Ratio, store.Address);
            if (scrub.Completed is { } completed)
            {
                sink.Set(ScrubCompleted, completed, store.Address);
            }
        }
    }
}
