using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>The metric families of cause 5.</summary>
internal static class ConfigurationMetrics
{
    private static readonly MetricFamily Valid = MetricFamily.Gauge(
        "containerd_config_valid",
        "1 when the daemon would start with its configuration files and load every wanted plugin, CRI above all; absent when they could not be judged.",
        "address");

    private static readonly MetricFamily Problems = MetricFamily.Gauge(
        "containerd_config_problems",
        "Problems in the configuration files for the daemon's release; severity fatal: no start, degraded: a wanted plugin dead, warning: ignored, deprecated or failing later.",
        "address", "severity", "rule");

    private static readonly MetricFamily Version = MetricFamily.Gauge(
        "containerd_config_version", "The version that the main configuration file states, 0 for none; absent without a file.", "address");

    private static readonly MetricFamily Modified = MetricFamily.Gauge(
        "containerd_config_modified_timestamp_seconds", "When the newest of the configuration files was modified; absent without a file.", "address");

    private static readonly MetricFamily PendingRestart = MetricFamily.Gauge(
        "containerd_config_pending_restart", "1 when the configuration files have changed since the daemon read them; absent when it does not run.", "address");

    public static readonly IReadOnlyList<MetricFamily> Families = [Valid, Problems, Version, Modified, PendingRestart];

    public static void Export(ConfigurationSample sample, MetricSink sink)
    {
        foreach (var instance in sample.Instances)
        {
            if (instance.Report is { } report)
            {
                ExportReport(report, instance.Address, sink);
            }

            if (instance.Modified is { } modified)
            {
                sink.Set(Modified, modified, instance.Address);
            }

            if (instance.IsPendingRestart is { } pending)
            {
                sink.Set(PendingRestart, pending, instance.Address);
            }
        }
    }

    private static void ExportReport(ConfigReport report, string address, MetricSink sink)
    {
        if (report.Verdict != ConfigVerdict.Unknown)
        {
            sink.Set(Valid, report.Verdict == ConfigVerdict.Fine, address);
        }

        foreach (var group in report.Problems.GroupBy(problem => (problem.Severity, problem.Rule)))
        {
            sink.Set(Problems, group.Count(), address, group.Key.Severity.ToLabel(), group.Key.Rule);
        }

        if (report.Config.Loaded.Files is [{ State: Containerd.Config.ConfigFileState.Loaded } main, ..])
        {
            sink.Set(Version, main.Version ?? 0, address);
        }
    }
}
