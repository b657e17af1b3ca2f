using System.Text;
using ContainerdExporter.Causes.Socket;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Tests.Causes.Socket;

public sealed class SocketMetricsTests
{
    private static readonly SocketLook Look = new(null, null, null, null, [], 0, IsMountPoint: false);

    [Fact]
    public async Task Export_StateIsKnown_OneSeriesPerStateAndOneOfThemIsSet()
    {
        var lines = await ExportAsync(new SocketSample([new InstanceSocket("/a", SocketState.NotSocket, IsForeign: true, Look)], [], []));
        Assert.Equal(
            [
                "containerd_socket_foreign{address=\"/a\"} 1",
                "containerd_socket_state{address=\"/a\",state=\"absent\"} 0",
                "containerd_socket_state{address=\"/a\",state=\"denied\"} 0",
                "containerd_socket_state{address=\"/a\",state=\"hung\"} 0",
                "containerd_socket_state{address=\"/a\",state=\"not_grpc\"} 0",
                "containerd_socket_state{address=\"/a\",state=\"not_socket\"} 1",
                "containerd_socket_state{address=\"/a\",state=\"refused\"} 0",
                "containerd_socket_state{address=\"/a\",state=\"serving\"} 0",
                "containerd_socket_state{address=\"/a\",state=\"starting\"} 0",
            ],
            lines);
    }

    [Fact]
    public async Task Export_NothingIsKnown_WritesNothing()
    {
        var file = new PidFileSample(new PidFilePlace("/p", Instances.Upstream, PidFileOrigin.Flag), null, PidFileContent.Absent, null);
        var sample = new SocketSample([new InstanceSocket("/a", null, null, Look)], [file], [ShimSocketCount.Unknown("/a", "x")]);
        Assert.Empty(await ExportAsync(sample));
    }

    [Fact]
    public async Task Export_PidFileAndShims_CarryTheInstancesAddress()
    {
        var place = new PidFilePlace("/p.pid", Instances.Upstream, PidFileOrigin.Flag);
        var file = new PidFileSample(place, PidFileState.Foreign, new PidFileContent(Exists: true, 7, null, null), null);
        var lines = await ExportAsync(new SocketSample([], [file], [new ShimSocketCount("/a", 3, 2)]));
        Assert.Contains("containerd_pidfile_state{address=\"/run/containerd/containerd.sock\",path=\"/p.pid\",state=\"foreign\"} 1", lines);
        Assert.Equal(5, lines.Count(line => line.StartsWith("containerd_pidfile_state", StringComparison.Ordinal)));
        Assert.Contains("containerd_shim_sockets{address=\"/a\",state=\"live\"} 3", lines);
        Assert.Contains("containerd_shim_sockets{address=\"/a\",state=\"stale\"} 2", lines);
    }

    private static async Task<List<string>> ExportAsync(SocketSample sample)
    {
        var sink = new MetricSink();
        SocketMetrics.Export(sample, sink);
        using var text = new MemoryStream();
        await sink.Registry.CollectAndExportAsTextAsync(text);
        return [.. Encoding.UTF8.GetString(text.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Order(StringComparer.Ordinal)];
    }
}
