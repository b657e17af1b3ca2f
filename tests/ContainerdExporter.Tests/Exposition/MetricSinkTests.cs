using System.Text;
using ContainerdExporter.Collection;
using ContainerdExporter.Exposition;
using Prometheus;

namespace ContainerdExporter.Tests.Exposition;

public sealed class MetricSinkTests
{
    private static readonly MetricFamily Gauge = MetricFamily.Gauge("test_bytes", "A gauge.", "name");
    private static readonly MetricFamily Counter = MetricFamily.Counter("test_events_total", "A counter.", "name");
    private static readonly MetricFamily State = MetricFamily.Gauge("test_state", "A state.", "name", "state");

    private readonly MetricSink sink = new();

    [Fact]
    public async Task Set_HostileLabelValue_IsEscaped()
    {
        sink.Set(Gauge, 1.5, "a\"b\\c\nd");
        Assert.Contains("test_bytes{name=\"a\\\"b\\\\c\\nd\"} 1.5", await TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetState_OneValue_IsOneAndAllOthersAreZero()
    {
        sink.SetState(State, CollectorState.Denied, "x");
        var lines = (await TextAsync()).Split('\n').Where(line => line.StartsWith("test_state{", StringComparison.Ordinal)).ToList();
        Assert.Equal(5, lines.Count);
        Assert.Equal("test_state{name=\"x\",state=\"denied\"} 1", Assert.Single(lines, line => line.EndsWith(" 1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Set_CounterThatStartedOver_IsShownAsItIs()
    {
        sink.Set(Counter, 10, "x");
        var next = new MetricSink();
        next.Set(Counter, 4, "x");
        Assert.Contains("test_events_total{name=\"x\"} 4", await TextAsync(next), StringComparison.Ordinal);
    }

    [Fact]
    public void ToLabel_PascalCase_IsSnakeCase()
    {
        Assert.Equal("ok failed timeout unsupported denied", string.Join(' ', LabelText.All<CollectorState>()));
        Assert.Equal("unsupported", CollectorState.Unsupported.ToLabel());
    }

    private Task<string> TextAsync() => TextAsync(sink);

    private static async Task<string> TextAsync(MetricSink sink)
    {
        using var stream = new MemoryStream();
        await sink.Registry.CollectAndExportAsTextAsync(stream, ExpositionFormat.PrometheusText, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
