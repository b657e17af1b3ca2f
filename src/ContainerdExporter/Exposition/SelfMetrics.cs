using System.Reflection;
using System.Runtime.InteropServices;
using ContainerdExporter.Collection;

namespace ContainerdExporter.Exposition;

/// <summary>What the exporter says of itself: which collectors answered, how fast, and which build this is.</summary>
internal static class SelfMetrics
{
    private static readonly MetricFamily BuildInfo = MetricFamily.Gauge(
        "containerd_exporter_build_info", "Always 1; the exporter's version and the .NET runtime it was built with.", "version", "dotnet");

    private static readonly MetricFamily State = MetricFamily.Gauge(
        "containerd_exporter_collector_state", "How the collector's run in this scrape ended: the state with value 1.", "collector", "state");

    private static readonly MetricFamily Duration = MetricFamily.Gauge(
        "containerd_exporter_collector_duration_seconds", "How long the collector's run in this scrape took.", "collector");

    private static readonly MetricFamily LastSuccess = MetricFamily.Gauge(
        "containerd_exporter_collector_last_success_timestamp_seconds", "When the collector last gave a complete sample; absent before the first.", "collector");

    private static readonly MetricFamily WebConfig = MetricFamily.Gauge(
        "containerd_exporter_web_config_last_reload_successful", "1 while the file of --web.config.file, as it is now, is in force; absent without one.");

    public static readonly string Version = typeof(SelfMetrics).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static readonly IReadOnlyList<MetricFamily> Families = [BuildInfo, State, Duration, LastSuccess, WebConfig];

    public static void ExportWebConfig(bool isInForce, MetricSink sink) => sink.Set(WebConfig, isInForce ? 1 : 0);

    public static void Export(IReadOnlyList<CollectorResult> results, MetricSink sink)
    {
        sink.Set(BuildInfo, 1, Version, RuntimeInformation.FrameworkDescription);
        foreach (var result in results)
        {
            sink.SetState(State, result.State, result.Collector.Name);
            sink.Set(Duration, result.Duration.TotalSeconds, result.Collector.Name);
            if (result.LastSuccess is { } last)
            {
                sink.Set(LastSuccess, last, result.Collector.Name);
            }
        }
    }
}
