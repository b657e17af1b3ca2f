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

    private static readonly MetricFamily Free = MetricFamily.Gauge(
        "containerd_filesystem_free_bytes", "Bytes free on it, those reserved for root included.", Labels);

    private static readonly MetricFamily Files = MetricFamily.Gauge(
        "containerd_filesystem_files", "Inodes of it; absent where their number is not fixed, as on btrfs.", Labels);

    private static readonly MetricFamily FilesFree = MetricFamily.Gauge(
        "containerd_filesystem_files_free", "Inodes free on it; absent where their number is not fixed.", Labels);

    private static readonly MetricFamily ReadOnly = MetricFamily.Gauge(
        "containerd_filesystem_readonly", "1 when the file system itself is read-only, by remount or after errors.", Labels);

    private static readonly MetricFamily Hung = MetricFamily.Gauge(
        "containerd_filesystem_hung", "1 when statfs on it does not return; then its other series are absent.", Labels);

    public static readonly IReadOnlyList<MetricFamily> Families = [Size, Available, Free, Files, FilesFree, ReadOnly, Hung];

    public static void Export(DiskSample sample, MetricSink sink)
    {
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
            sink.Set(Free, usage.Free, labels);
            if (usage.FilesFreeRatio is not null)
            {
                sink.Set(Files, usage.Files, labels);
                sink.Set(FilesFree, usage.FilesFree, labels);
            }
        }
    }
}
