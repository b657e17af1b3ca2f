using ContainerdExporter.Causes.Disk.Usage;
using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.Causes.Disk;

/// <summary>
/// Judges the file systems by the thresholds of the alerts. A forecast needs history and is left to Prometheus: what is below the level at which
/// it matters is worth knowing, and no more.
/// </summary>
internal static class DiskFindings
{
    private const double FullRatio = 0.05;
    private const double FillingRatio = 0.12;
    private const double FullBytes = 20.0 * (1L << 30);
    private const double ExhaustedFiles = 250_000;

    public static IEnumerable<Finding> Of(DiskSample sample) =>
        sample.Areas.GroupBy(area => (area.Address, area.MountPoint)).SelectMany(areas => Judge(areas, sample.Usages.GetValueOrDefault(areas.Key.Address)));

    /// <summary>Areas on one file system share its trouble: one finding names them all.</summary>
    private static IEnumerable<Finding> Judge(IGrouping<(string Address, string MountPoint), AreaSample> group, StoreUsage? store)
    {
        var areas = group.ToList();
        var first = areas[0];
        var where = $"{string.Join(" and ", areas.Select(area => $"{area.Area.ToLabel()} {area.Path}"))} on {first.MountPoint}";
        if (first.Usage is not { } usage)
        {
            yield return Finding(first, Severity.Critical, Cause.Storage, "ContainerdFilesystemHung", $"statfs does not return for {where}.", where);
            yield break;
        }

        store = areas.Exists(area => area.Area == DiskArea.Root) ? store : null;
        if (first.IsReadOnly)
        {
            yield return Finding(first, Severity.Critical, Cause.Storage, "ContainerdFilesystemReadOnly", $"The file system is read-only: {where}.", where);
        }

        if (Judge(usage.AvailableRatio, usage.Available < FullBytes, first.IsReadOnly) is { } severity)
        {
            var parts = UsageEvidence.PartsOf(store, usage.Size - usage.Free, area => area.Bytes);
            yield return Finding(
                first,
                severity,
                Cause.Disk,
                severity == Severity.Critical ? "ContainerdDiskFull" : "ContainerdDiskFillingUp",
                $"{usage.AvailableRatio * 100:0.0} % ({Bytes(usage.Available)}) is left for {where}{UsageEvidence.Biggest(parts, Bytes)}",
                where,
                [
                    new Evidence("size", Bytes(usage.Size)),
                    new Evidence("available", Bytes(usage.Available)),
                    new Evidence("free, with root's reserve", Bytes(usage.Free)),
                    .. UsageEvidence.Of(parts, Bytes),
                ]);
        }

        if (Judge(usage.FilesFreeRatio, usage.FilesFree < ExhaustedFiles, first.IsReadOnly) is { } severityOfFiles)
        {
            var parts = UsageEvidence.PartsOf(store, usage.Files - usage.FilesFree, area => area.Files);
            yield return Finding(
                first,
                severityOfFiles,
                Cause.Disk,
                severityOfFiles == Severity.Critical ? "ContainerdInodesExhausted" : "ContainerdInodesFillingUp",
                $"{Count(usage.FilesFree)} of {Count(usage.Files)} inodes are left for {where}{UsageEvidence.Biggest(parts, Count)}",
                where,
                [
                    new Evidence("inodes", Count(usage.Files)),
                    new Evidence("inodes free", Count(usage.FilesFree)),
                    .. UsageEvidence.Of(parts, Count),
                ]);
        }
    }

    private static Severity? Judge(double? left, bool isLittle, bool isReadOnly) => left switch
    {
        < FullRatio when isLittle => Severity.Critical,
        < FillingRatio when !isReadOnly => Severity.Info,
        _ => null,
    };

    private static Finding Finding(AreaSample area, Severity severity, Cause cause, string alert, string summary, string where, params Evidence[] more) => new(
        cause,
        severity,
        alert,
        area.Address,
        summary,
        [new Evidence("where", where), new Evidence("device", $"{area.Device} ({area.FileSystemType})"), .. more])
    { Subject = area.MountPoint };

    private static string Count(double count) => $"{count:0}";

    private static string Bytes(double bytes) => bytes switch
    {
        >= 1L << 30 => $"{bytes / (1L << 30):0.0} GiB",
        >= 1L << 20 => $"{bytes / (1L << 20):0.0} MiB",
        _ => $"{bytes / (1L << 10):0.0} KiB",
    };
}
