using System.Text;
using ContainerdExporter.Causes.Runtime.Processes;
using ContainerdExporter.Exposition;
using static ContainerdExporter.Tests.Causes.Runtime.Processes.RuntimeProcessSamples;

namespace ContainerdExporter.Tests.Causes.Runtime.Processes;

public sealed class RuntimeProcessMetricsTests
{
    [Fact]
    public async Task Export_NoProcess_SaysThatNoneIsStuckAndNothingElse()
    {
        var lines = await ExportAsync(Sample());

        Assert.Equal(36, lines.Count);
        Assert.All(lines, line => Assert.Matches("^containerd_runtime_stuck_processes\\{runtime=\"runc\",.*\\} 0$", line));
    }

    [Fact]
    public async Task Export_Processes_AreCountedByCommandStateAndReason()
    {
        var lines = await ExportAsync(Sample(
            Of("create", age: 5), Of("create", age: 90, waits: Sleeping), Of("create", state: 'D', age: 70), Of("init", age: 900, waits: AwaitingStart)));

        Assert.Equal(
            [
                """containerd_runtime_oldest_process_age_seconds{runtime="runc",command="create"} 90""",
                """containerd_runtime_oldest_process_age_seconds{runtime="runc",command="init"} 900""",
                """containerd_runtime_processes{runtime="runc",command="create",state="sleeping"} 2""",
                """containerd_runtime_processes{runtime="runc",command="create",state="uninterruptible"} 1""",
                """containerd_runtime_processes{runtime="runc",command="init",state="sleeping"} 1""",
                """containerd_runtime_stuck_processes{runtime="runc",command="create",reason="overdue"} 1""",
                """containerd_runtime_stuck_processes{runtime="runc",command="create",reason="uninterruptible"} 1""",
            ],
            lines.Where(line => !line.EndsWith(" 0", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> ExportAsync(RuntimeProcessSample sample)
    {
        var sink = new MetricSink();
        RuntimeProcessMetrics.Export(sample, sink);
        using var stream = new MemoryStream();
        await sink.Registry.CollectAndExportAsTextAsync(stream, TestContext.Current.CancellationToken);
        return [.. Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')];
    }
}
