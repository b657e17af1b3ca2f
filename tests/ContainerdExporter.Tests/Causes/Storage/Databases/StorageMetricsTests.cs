using System.Text;
using ContainerdExporter.Causes.Storage.Bolt;
using ContainerdExporter.Causes.Storage.Databases;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Tests.Causes.Storage.Databases;

public sealed class StorageMetricsTests
{
    private static readonly BoltMeta Meta = new(4096, 3, 2, 8, 7);
    private static readonly DatabasePlace Place = new("overlayfs", "/r/metadata.db", []);
    private static readonly DatabaseLook Look = new(Place, DatabaseState.Ok, 65536, new BoltMetas(Meta, Meta), default, null);

    [Fact]
    public async Task Export_WalkedDatabase_HasAStateASizeAndATime()
    {
        var check = new DatabaseCheck(BoltVerdict.Sound(5), DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        var lines = await ExportAsync(new DatabaseSample("/a", IsServing: true, Look, check));
        Assert.Equal(
            [
                """containerd_database_bytes{address="/a",database="overlayfs"} 65536""",
                """containerd_database_last_check_timestamp_seconds{address="/a",database="overlayfs"} 1700000000""",
                """containerd_database_state{address="/a",database="overlayfs",state="absent"} 0""",
                """containerd_database_state{address="/a",database="overlayfs",state="corrupt"} 0""",
                """containerd_database_state{address="/a",database="overlayfs",state="degraded"} 0""",
                """containerd_database_state{address="/a",database="overlayfs",state="ok"} 1""",
                """containerd_database_state{address="/a",database="overlayfs",state="outdated"} 0""",
                """containerd_database_state{address="/a",database="overlayfs",state="truncated"} 0""",
                """containerd_database_state{address="/a",database="overlayfs",state="unreadable"} 0""",
            ],
            lines);
    }

    [Fact]
    public async Task Export_AbsentDatabase_HasNoSizeAndNoTime()
    {
        var lines = await ExportAsync(new DatabaseSample("/a", IsServing: true, DatabaseLook.Without(Place, DatabaseState.Absent), null));
        Assert.All(lines, line => Assert.StartsWith("containerd_database_state", line, StringComparison.Ordinal));
        Assert.Contains("""containerd_database_state{address="/a",database="overlayfs",state="absent"} 1""", lines);
    }

    private static async Task<List<string>> ExportAsync(params DatabaseSample[] databases)
    {
        var sink = new MetricSink();
        StorageMetrics.Export(new StorageSample(databases, []), sink);
        using var text = new MemoryStream();
        await sink.Registry.CollectAndExportAsTextAsync(text);
        return [.. Encoding.UTF8.GetString(text.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Order(StringComparer.Ordinal)];
    }
}
