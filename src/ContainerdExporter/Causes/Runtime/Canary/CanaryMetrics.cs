using ContainerdExporter.Containerd.Handlers;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Runtime.Canary;

/// <summary>The metric families of the canary.</summary>
internal static class CanaryMetrics
{
    private static readonly MetricFamily Success = MetricFamily.Gauge(
        "containerd_canary_success", "1: the last canary of the handler was created, started, ended with 0 and was deleted; 0: it was not, twice in a row.", "address", "handler");

    private static readonly MetricFamily Duration = MetricFamily.Gauge(
        "containerd_canary_duration_seconds", "How long each stage of the last canary took; absent for a stage that was not completed.", "address", "handler", "stage");

    private static readonly MetricFamily LastSuccess = MetricFamily.Gauge(
        "containerd_canary_last_success_timestamp_seconds", "When a canary of the handler last succeeded; absent before this exporter has seen one.", "address", "handler");

    public static readonly IReadOnlyList<MetricFamily> Families = [Success, Duration, LastSuccess];

    public static void Export(CanarySample sample, MetricSink sink)
    {
        foreach (var result in sample.Results)
        {
            var handler = RuntimeHandler.LabelOf(result.Handler);
            sink.Set(Success, result.IsSuccess, result.Address, handler);
            foreach (var (stage, duration) in result.Stages)
            {
                sink.Set(Duration, duration.TotalSeconds, result.Address, handler, stage.ToLabel());
            }

            if (result.LastSuccess is { } time)
            {
                sink.Set(LastSuccess, time, result.Address, handler);
            }
        }
    }
}
