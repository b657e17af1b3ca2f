namespace ContainerdExporter.Diagnosis;

/// <summary>
/// The order to read findings in: worst first, and among equals what explains before what it explains, as the inhibition of the
/// alerts has it. A full disk comes before the daemon that does not answer because of it.
/// </summary>
internal static class FindingOrder
{
    /// <summary>Causes, and an alert that belongs elsewhere than its cause: what lies at the socket's path also spoils the configuration that names it, and a container needs all that there is.</summary>
    private static readonly string[] FromTheGroundUp =
    [
        Cause.Storage.ToLabel(), Cause.Disk.ToLabel(), Cause.Memory.ToLabel(), "ContainerdSocketBlocked", Cause.Configuration.ToLabel(),
        Cause.Socket.ToLabel(), Cause.Runtime.ToLabel(), Cause.Liveness.ToLabel(), "ContainerdCannotRunContainers", Cause.Exporter.ToLabel(),
    ];

    public static IEnumerable<Finding> Sort(IEnumerable<Finding> findings) => findings
        .OrderByDescending(finding => finding.Severity)
        .ThenBy(finding => Depth(finding.Alert, finding.Cause.ToLabel()))
        .ThenBy(finding => finding.Address, StringComparer.Ordinal)
        .ThenBy(finding => finding.Alert, StringComparer.Ordinal);

    /// <summary>How far from the ground: a cause explains only what is above it.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="cause">The label of its cause.</param>
    public static int Depth(string alert, string cause) =>
        Array.IndexOf(FromTheGroundUp, alert) is >= 0 and var own ? own : Array.IndexOf(FromTheGroundUp, cause);
}
