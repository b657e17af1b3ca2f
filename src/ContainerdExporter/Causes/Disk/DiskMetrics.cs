using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Disk;

/// <summary>The metric families of cause 6.</summary>
internal static class DiskMetrics
{
    private static readonly string[] Labels = ["address", "area", "device", "fstype", "mountpoint"];

    private static readonly MetricFamily Size = MetricFamily.Gauge(
        "containerd_filesystem_size_bytes", "Size of the file system that carries the area.", Labels);

    private static readonly MetricFamily Available = MetricFamily.Gauge(
        "containerd_filesystem_avail_bytes", "Bytes that processes without privilege can still use on it.", Labels);

    private static readonly MetricFamily Files = MetricFamily.Gauge(
        "containerd_filesystem_files", "Inodes of it; absent where their number is not fixed, as on btrfs.", Labels);

    private static readonly MetricFamily FilesFree = MetricFamily.Gauge(
        "containerd_filesystem_files_free", "Inodes free on it; absent where their number is not fixed.", Labels);

    private static readonly MetricFamily ReadOnly = MetricFamily.Gauge(
        "containerd_filesystem_readonly", "1 when the file system itself is read-only, by remount or after errors.", Labels);

    private static readonly MetricFamily Hung = MetricFamily.Gauge(
        "containerd_filesystem_hung", "1 when statfs on it does not return; then its other series are absent.", Labels);

    private static readonly MetricFamily StoreBytes = MetricFamily.Gauge(
        "containerd_store_bytes", "What containerd keeps on disk: content (blobs of images), ingests (unfinished downloads), layers (unpacked), writable (of containers). Counted every few minutes.", "address", "area");

    private static readonly MetricFamily StoreFiles = MetricFamily.Gauge(
        "containerd_store_files", "Inodes of what containerd keeps on disk, by area.", "address", "area");

    private static readonly MetricFamily StoreCounted = MetricFamily.Gauge(
        "containerd_store_last_count_timestamp_seconds", "When the areas of containerd's store were last counted.", "address");

    public static readonly IReadOnlyList<MetricFamily> Families =
        [Size, Available, Files, FilesFree, ReadOnly, Hung, StoreBytes, StoreFiles, StoreCounted];

    public static void Export(DiskSample sample, MetricSink sink)
    {
        foreach (var (address, usage) in sample.Usages)
        {
            sink.Set(StoreCounted, usage.At, address);
            foreach (var area in usage.Areas)
            {
                sink.Set(StoreBytes, area.Bytes, address, area.Area.ToLabel());
                sink.Set(StoreFiles, area.Files, address, area.Area.ToLabel());
            }
        }

        foreach (var area in sample.Areas)
        {
            string[] labels = [area.Address, area.Area.ToLabel(), area.Device, area.FileSystemType, area.MountPoint];
            sink.Set(Hung, area.IsHung, labels);
            sink.Set(ReadOnly, area.IsReadOnly, labels);
            if (area.Usage is not { } usage)
            {
                continue;
            }

            sink.Set(Size, usage.Size, labels);
            sink.Set(Available, usage.Available, labels);
            if (usage.FilesFreeRatio is not null)
            {
                sink.Set(Files, usage.Files, labels);
                sink.Set(FilesFree, usage.FilesFree, labels);
            }
        }
    }
}
