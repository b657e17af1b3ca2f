namespace ContainerdExporter.EndToEnd.Fixtures.Monitoring;

/// <summary>
/// The releases of Prometheus and Alertmanager that rules, example configuration and dashboards are for: the machine's own, of Debian
/// bookworm, and those that <c>tests/debian-releases.sh</c> unpacks. The README names them.
/// </summary>
public static class MonitoringRelease
{
    /// <summary>Prometheus 2.42, Alertmanager 0.25.</summary>
    public const string Installed = "2.42";

    /// <summary>Prometheus 2.53, Alertmanager 0.28.</summary>
    public const string Middle = "2.53";

    /// <summary>Prometheus 3, Alertmanager 0.33.</summary>
    public const string Newest = "3";

    public static TheoryData<string> All => [Installed, Middle, Newest];

    /// <summary>How to start a program of a release.</summary>
    public static string ProgramOf(string release, string name) =>
        release == Installed ? name : Repository.PathOf($"artifacts/prometheus/{release}/usr/bin/{name}");
}
