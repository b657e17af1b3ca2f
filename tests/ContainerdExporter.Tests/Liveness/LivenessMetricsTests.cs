using System.Text;
using ContainerdExporter.Containerd.Client;
using ContainerdExporter.Exposition;
using ContainerdExporter.Liveness;
using Prometheus;
using static ContainerdExporter.Tests.Liveness.LivenessSamples;

namespace ContainerdExporter.Tests.Liveness;

public sealed class LivenessMetricsTests
{
    [Fact]
    public async Task Export_Healthy_WritesTheWholeContract() => Assert.Equal(
        """
        containerd_core_plugin_failed{address="/run/containerd/containerd.sock",plugin="io.containerd.metadata.v1.bolt"} 0
        containerd_cri_condition{address="/run/containerd/containerd.sock",condition="NetworkReady"} 1
        containerd_cri_condition{address="/run/containerd/containerd.sock",condition="RuntimeReady"} 1
        containerd_instance_info{address="/run/containerd/containerd.sock",distribution="upstream",source="process",version="1.7.24"} 1
        containerd_instances 1
        containerd_kubelet_running 0
        containerd_plugins{address="/run/containerd/containerd.sock",state="failed"} 0
        containerd_plugins{address="/run/containerd/containerd.sock",state="ok"} 2
        containerd_plugins{address="/run/containerd/containerd.sock",state="skipped"} 1
        containerd_probe_duration_seconds{address="/run/containerd/containerd.sock",probe="connect"} 0.002
        containerd_probe_duration_seconds{address="/run/containerd/containerd.sock",probe="cri"} 0.002
        containerd_probe_duration_seconds{address="/run/containerd/containerd.sock",probe="images"} 0.002
        containerd_probe_duration_seconds{address="/run/containerd/containerd.sock",probe="namespaces"} 0.002
        containerd_probe_duration_seconds{address="/run/containerd/containerd.sock",probe="plugins"} 0.002
        containerd_probe_duration_seconds{address="/run/containerd/containerd.sock",probe="version"} 0.002
        containerd_probe_success{address="/run/containerd/containerd.sock",probe="connect"} 1
        containerd_probe_success{address="/run/containerd/containerd.sock",probe="cri"} 1
        containerd_probe_success{address="/run/containerd/containerd.sock",probe="images"} 1
        containerd_probe_success{address="/run/containerd/containerd.sock",probe="namespaces"} 1
        containerd_probe_success{address="/run/containerd/containerd.sock",probe="plugins"} 1
        containerd_probe_success{address="/run/containerd/containerd.sock",probe="version"} 1
        containerd_restarts_total{address="/run/containerd/containerd.sock"} 0
        containerd_start_time_seconds{address="/run/containerd/containerd.sock"} 1000
        containerd_up{address="/run/containerd/containerd.sock"} 1
        """,
        string.Join('\n', await ExportAsync(Healthy)));

    [Fact]
    public async Task Export_NoPermission_HasNeitherUpNorSuccess()
    {
        var lines = await ExportAsync(EndsAt(ProbeStage.Connect, ProbeOutcome.Denied));
        Assert.DoesNotContain(lines, line => line.StartsWith("containerd_up", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("containerd_probe_success", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Export_CriSwitchedOff_HasNoCriSeries() =>
        Assert.DoesNotContain(await ExportAsync(WithCri(ProbeOutcome.NotLoaded)), line => line.Contains("\"cri\"", StringComparison.Ordinal));

    [Fact]
    public async Task Export_HostileVersion_IsNoLabelValue()
    {
        var sample = Healthy with { Probe = Healthy.Probe with { Version = "1.0\"} 1\nforged 1" } };
        Assert.Contains(await ExportAsync(sample), line => line.Contains("version=\"other\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Export_Deprecations_AreCappedAndPlain()
    {
        var warnings = Enumerable.Range(0, 100)
            .Select(i => new DeprecationWarning($"io.containerd.deprecation/id-{i}", "text", DateTimeOffset.UnixEpoch))
            .Append(new DeprecationWarning("not one", "text", DateTimeOffset.UnixEpoch));
        var sample = Healthy with { Probe = Healthy.Probe with { Deprecations = [.. warnings] } };
        var lines = (await ExportAsync(sample)).Where(line => line.StartsWith("containerd_deprecation_", StringComparison.Ordinal)).ToList();
        Assert.Equal(32, lines.Count);
        Assert.Contains("containerd_deprecation_last_seen_timestamp_seconds{address=\"/run/containerd/containerd.sock\",id=\"id-0\"} 0", lines);
    }

    private static async Task<List<string>> ExportAsync(InstanceLiveness sample)
    {
        var sink = new MetricSink();
        LivenessMetrics.Export(new LivenessSample([sample], KubeletRunning: false), sink);
        using var stream = new MemoryStream();
        await sink.Registry.CollectAndExportAsTextAsync(stream, ExpositionFormat.PrometheusText, TestContext.Current.CancellationToken);
        return [.. Encoding.UTF8.GetString(stream.ToArray()).Split('\n').Where(line => line.Length > 0 && line[0] != '#').Order(StringComparer.Ordinal)];
    }
}
