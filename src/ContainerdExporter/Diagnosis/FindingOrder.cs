namespace ContainerdExporter.Diagnosis;

/// <summary>
/// The order to read findings in: worst first, and among equals what explains before what it explains, as the inhibition of the
/// alerts has it. A full disk comes before the daemon that does not answer because of it.
/// </summary>
internal static class FindingOrder
{
    private const string Blocked = "ContainerdSocketBlocked";

    private static readonly Cause[] FromTheGroundUp =
    [
        Cause.Storage, Cause.Disk, Cause.Memory, Cause.Configuration, Cause.Socket, Cause.Runtime, Cause.Liveness, Cause.Exporter,
    ];

    public static IEnumerable<Finding> Sort(IEnumerable<Finding> findings) => findings
        .OrderByDescending(finding => finding.Severity)
        .ThenBy(finding => Depth(finding.Alert, finding.Cause))
        .ThenBy(finding => finding.Address, StringComparer.Ordinal)
        .ThenBy(finding => finding.Alert, StringComparer.Ordinal);

    /// <summary>How far from the ground: a cause explains only what is above it. What lies at the socket's path also spoils the configuration that names it.</summary>
    public static int Depth(string alert, Cause cause) => (2 * Array.IndexOf(FromTheGroundUp, alert == Blocked ? Cause.Configuration : cause)) - (alert == Blocked ? 1 : 0);
}
