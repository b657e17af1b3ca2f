using System.Text;
using ContainerdExporter.Causes.Runtime.Shims;
using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Exposition;
using static ContainerdExporter.Tests.Causes.Runtime.Shims.ShimSamples;

namespace ContainerdExporter.Tests.Causes.Runtime.Shims;

public sealed class ShimMetricsTests
{
    [Fact]
    public async System.Threading.Tasks.Task Export_BeforeTheFirstSurvey_SaysNothingOfTasks()
    {
        var lines = await ExportAsync(null);

        Assert.Equal(3, lines.Count);
        Assert.Contains($$"""containerd_shims{address="{{Address}}",state="attached"} 1""", lines);
    }

    [Fact]
    public async System.Threading.Tasks.Task Export_Listing_CountsEveryStatusOfANamespace()
    {
        var lines = await ExportAsync(Survey([Task("a"), Task("b"), Task("c", ContainerdTaskStatus.Unknown)], [Bundle("a")]));

        Assert.Equal(6, lines.Count(line => line.StartsWith("containerd_tasks{", StringComparison.Ordinal)));
        Assert.Contains($$"""containerd_tasks{address="{{Address}}",namespace="k8s.io",status="running"} 2""", lines);
        Assert.Contains($$"""containerd_tasks{address="{{Address}}",namespace="k8s.io",status="unknown"} 1""", lines);
        Assert.Contains($$"""containerd_bundles_without_shim{address="{{Address}}"} 0""", lines);
        Assert.Contains($$"""containerd_task_list_state{address="{{Address}}",state="ok"} 1""", lines);
    }

    [Fact]
    public async System.Threading.Tasks.Task Export_NotListed_LeavesOutWhatIsNotKnown()
    {
        var lines = await ExportAsync(Survey([], []) with { State = TaskListState.Timeout, Tasks = null });

        Assert.DoesNotContain(lines, line => line.StartsWith("containerd_tasks{", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("containerd_bundles", StringComparison.Ordinal));
        Assert.Contains($$"""containerd_task_list_state{address="{{Address}}",state="timeout"} 1""", lines);
    }

    [Fact]
    public async System.Threading.Tasks.Task Export_ManyOrStrangeNamespaces_AreBounded()
    {
        var tasks = Enumerable.Range(0, 200).Select(i => Task("a", space: $"space\n{i}")).Concat(Enumerable.Range(0, 200).Select(i => Task("a", space: $"space-{i}")));

        var lines = await ExportAsync(Survey([.. tasks], []));

        Assert.InRange(lines.Count(line => line.StartsWith("containerd_tasks{", StringComparison.Ordinal)), 6, 21 * 6);
    }

    private static async System.Threading.Tasks.Task<IReadOnlyList<string>> ExportAsync(ShimSurvey? survey)
    {
        var surveyed = survey is null ? null : new SurveyedShims(survey, Nothing, Ended: 0);
        var sink = new MetricSink();
        ShimMetrics.Export(new ShimSample([new InstanceShims(Address, [new JudgedShim(Shim("a"), ShimState.Attached, TimeSpan.Zero)], surveyed)]), sink);
        using var stream = new MemoryStream();
        await sink.Registry.CollectAndExportAsTextAsync(stream, TestContext.Current.CancellationToken);
        return [.. Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')];
    }
}
