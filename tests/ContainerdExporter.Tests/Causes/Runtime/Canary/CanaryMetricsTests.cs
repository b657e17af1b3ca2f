using System.Text;
using ContainerdExporter.Causes.Runtime.Canary;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Tests.Causes.Runtime.Canary;

public sealed class CanaryMetricsTests
{
    [Fact]
    public async Task Export_Success_HasEveryStage() => Assert.Equal(
        [
            """containerd_canary_duration_seconds{address="/c.sock",handler="runc",stage="create"} 1""",
            """containerd_canary_duration_seconds{address="/c.sock",handler="runc",stage="delete"} 4""",
            """containerd_canary_duration_seconds{address="/c.sock",handler="runc",stage="exit"} 3""",
            """containerd_canary_duration_seconds{address="/c.sock",handler="runc",stage="start"} 2""",
            """containerd_canary_last_success_timestamp_seconds{address="/c.sock",handler="runc"} 1767323045""",
            """containerd_canary_success{address="/c.sock",handler="runc"} 1""",
        ],
        await LinesAsync(CanarySamples.Healthy));

    [Fact]
    public async Task Export_Failure_HasOnlyWhatIsKnown() => Assert.Equal(
        [
            """containerd_canary_duration_seconds{address="/c.sock",handler="other",stage="create"} 1""",
            """containerd_canary_success{address="/c.sock",handler="other"} 0""",
        ],
        await LinesAsync(CanarySamples.FailedAfter(1, "it broke") with { Handler = "a\nb" }));

    [Fact]
    public async Task Export_NothingTried_HasNoSeries() => Assert.Empty(await LinesAsync());

    private static async Task<IEnumerable<string>> LinesAsync(params CanaryResult[] results)
    {
        var sink = new MetricSink();
        CanaryMetrics.Export(new CanarySample(results), sink);
        using var stream = new MemoryStream();
        await sink.Registry.CollectAndExportAsTextAsync(stream, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray()).Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#')).Order(StringComparer.Ordinal);
    }
}
