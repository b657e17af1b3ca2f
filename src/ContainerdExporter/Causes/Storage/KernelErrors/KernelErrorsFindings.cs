using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.Causes.Storage.KernelErrors;

/// <summary>Judges the errors of the last minutes on the devices that carry containerd's data.</summary>
internal static class KernelErrorsFindings
{
    public static IEnumerable<Finding> Of(KernelErrorsSample sample, TimeSpan window) =>
        sample.Carriers
            .Where(carrier => sample.Totals.LastErrors.TryGetValue(carrier.Key, out var last) && sample.Time - last < window)
            .OrderBy(carrier => carrier.Key, StringComparer.Ordinal)
            .Select(carrier => Judge(carrier.Key, carrier.Value, sample.Totals));

    private static Finding Judge(string device, IReadOnlyList<string> carried, KernelErrorTotals totals) => new(
        Cause.Storage,
        Severity.Critical,
        "ContainerdStorageErrors",
        Address: null,
        $"The kernel reports errors of {device}, which carries {string.Join(" and ", carried)}.",
        [
            new Evidence("last error", totals.LastErrors[device].ToString("yyyy-MM-dd HH:mm:ss'Z'")),
            .. Enum.GetValues<KernelErrorKind>()
                .Where(kind => totals.ErrorsOf(device, kind) > 0)
                .Select(kind => new Evidence($"{kind.ToLabel()} errors in this boot", $"{totals.ErrorsOf(device, kind)}")),
        ])
    { Subject = device, Happened = totals.LastErrors[device] };
}
