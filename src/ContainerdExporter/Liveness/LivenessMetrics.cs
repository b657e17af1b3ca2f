using ContainerdExporter.Containerd;
using ContainerdExporter.Containerd.Client;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Liveness;

/// <summary>The metric families of the symptom.</summary>
internal static class LivenessMetrics
{
    /// <summary>More deprecations than this are not told apart: they come from the daemon, not from us.</summary>
    private const int DeprecationLimit = 32;

    private const string DeprecationPrefix = "io.containerd.deprecation/";

    private static readonly MetricFamily Instances = MetricFamily.Gauge(
        "containerd_instances", "containerd instances known on this node, running or not.");

    private static readonly MetricFamily Info = MetricFamily.Gauge(
        "containerd_instance_info", "Always 1; what is known of the instance.", "address", "distribution", "source", "version");

    private static readonly MetricFamily Up = MetricFamily.Gauge(
        "containerd_up", "1 when the Version RPC answered in time; absent when the exporter may not connect.", "address");

    private static readonly MetricFamily Success = MetricFamily.Gauge(
        "containerd_probe_success", "1 when the rung of the probe ladder succeeded; absent when it was not reached, or CRI is off.", "address", "probe");

    private static readonly MetricFamily Duration = MetricFamily.Gauge(
        "containerd_probe_duration_seconds", "How long the rung of the probe ladder took, failed or not.", "address", "probe");

    private static readonly MetricFamily Plugins = MetricFamily.Gauge(
        "containerd_plugins", "Plugins by how their start ended; skipped ones found nothing to do here.", "address", "state");

    private static readonly MetricFamily CorePluginFailed = MetricFamily.Gauge(
        "containerd_core_plugin_failed", "1 when a plugin without which containerd can do nothing has an init error.", "address", "plugin");

    private static readonly MetricFamily CriCondition = MetricFamily.Gauge(
        "containerd_cri_condition", "Conditions of CRI's Status: 1 when met; absent without CRI.", "address", "condition");

    private static readonly MetricFamily StartTime = MetricFamily.Gauge(
        "containerd_start_time_seconds", "When the daemon started, in seconds since the epoch; absent while it does not run.", "address");

    private static readonly MetricFamily Restarts = MetricFamily.Counter(
        "containerd_restarts_total", "Restarts of the daemon that this exporter has seen since the boot, over its own restarts too.", "address");

    private static readonly MetricFamily Deprecation = MetricFamily.Gauge(
        "containerd_deprecation_last_seen_timestamp_seconds", "When containerd last warned of this deprecation, by its own account.", "address", "id");

    private static readonly MetricFamily Kubelet = MetricFamily.Gauge(
        "containerd_kubelet_running", "1 when a kubelet runs on this node, by itself or inside k3s or microk8s.");

    public static readonly IReadOnlyList<MetricFamily> Families =
    [
        Instances, Info, Up, Success, Duration, Plugins, CorePluginFailed, CriCondition, StartTime, Restarts, Deprecation, Kubelet,
    ];

    public static void Export(LivenessSample sample, MetricSink sink)
    {
        sink.Set(Instances, sample.Instances.Count);
        sink.Set(Kubelet, sample.KubeletRunning);
        foreach (var instance in sample.Instances)
        {
            Export(instance, sink);
        }
    }

    private static void Export(InstanceLiveness sample, MetricSink sink)
    {
        var address = sample.Instance.Address;
        sink.Set(Info, 1, address, sample.Instance.Distribution.ToLabel(), sample.Instance.Source.ToLabel(), VersionLabel(sample.Probe.Version));
        sink.Set(Restarts, sample.Restarts, address);
        if (sample.IsUp is { } up)
        {
            sink.Set(Up, up, address);
        }

        if (sample.Instance.Daemon is { } daemon)
        {
            sink.Set(StartTime, daemon.StartTime, address);
        }

        ExportLadder(sample, sink, address);
        ExportPlugins(sample, sink, address);
        foreach (var condition in sample.Probe.CriConditions.Take(16))
        {
            sink.Set(CriCondition, condition.IsMet, address, Word(condition.Type));
        }

        foreach (var deprecation in sample.Probe.Deprecations.Where(IsWellFormed).Take(DeprecationLimit))
        {
            sink.Set(Deprecation, deprecation.LastOccurrence, address, Word(deprecation.Id[DeprecationPrefix.Length..]));
        }
    }

    private static void ExportLadder(InstanceLiveness sample, MetricSink sink, string address)
    {
        foreach (var stage in sample.Probe.Stages)
        {
            var success = stage.Stage == ProbeStage.Cri ? sample.CriWorks : stage.Outcome == ProbeOutcome.Ok;
            if (success is not { } known || stage.Outcome == ProbeOutcome.Denied)
            {
                continue;
            }

            sink.Set(Success, known, address, stage.Stage.ToLabel());
            sink.Set(Duration, stage.Duration.TotalSeconds, address, stage.Stage.ToLabel());
        }
    }

    private static void ExportPlugins(InstanceLiveness sample, MetricSink sink, string address)
    {
        if (!sample.Probe.Succeeded(ProbeStage.Plugins))
        {
            return;
        }

        var plugins = sample.Probe.Plugins;
        sink.Set(Plugins, plugins.Count(plugin => plugin.Error is null), address, "ok");
        sink.Set(Plugins, plugins.Count(plugin => plugin.IsSkipped), address, "skipped");
        sink.Set(Plugins, plugins.Count(plugin => plugin.IsFailed), address, "failed");
        foreach (var plugin in plugins.Where(plugin => CorePlugins.Contains(plugin.Uri)))
        {
            sink.Set(CorePluginFailed, plugin.IsFailed, address, plugin.Uri);
        }
    }

    private static bool IsWellFormed(DeprecationWarning warning) => warning.Id.StartsWith(DeprecationPrefix, StringComparison.Ordinal);

    private static string VersionLabel(string? version) => version is null ? "unknown" : Word(version);

    /// <summary>The daemon's words become label values only as short plain words.</summary>
    private static string Word(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+' or '~' or '_') ? text : "other";
}
