using System.Text;
using ContainerdExporter.Causes.Runtime.Binaries;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Tests.Causes.Runtime.Binaries;

public sealed class BinariesMetricsTests
{
    private static readonly BinarySample Runtime = new(BinaryRoles.Runtime, "runc", "/usr/sbin/runc", BinaryState.Ok, "1.1.5");

    [Fact]
    public async Task Export_WorkingDefault_HasStateInfoAndMark() => Assert.Equal(
        [
            """containerd_runtime_binary_info{address="/c.sock",handler="runc",path="/usr/sbin/runc",version="1.1.5"} 1""",
            """containerd_runtime_binary_state{address="/c.sock",handler="runc",state="ok"} 1""",
            """containerd_runtime_default_handler{address="/c.sock",handler="runc"} 1""",
        ],
        await OnesAsync(new HandlerSample("/c.sock", "runc", IsDefault: true, [Runtime])));

    [Fact]
    public async Task Export_BrokenHandler_HasNoInfo() => Assert.Equal(
        ["""containerd_runtime_binary_state{address="/c.sock",handler="other",state="failing"} 1"""],
        await OnesAsync(new HandlerSample("/c.sock", "a\nb", IsDefault: false, [Runtime with { State = BinaryState.Failing }])));

    private static async Task<IEnumerable<string>> OnesAsync(HandlerSample handler)
    {
        var sink = new MetricSink();
        BinariesMetrics.Export(new BinariesSample([handler]), sink);
        using var stream = new MemoryStream();
        await sink.Registry.CollectAndExportAsTextAsync(stream, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray()).Split('\n').Where(line => line.EndsWith(" 1", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }
}
