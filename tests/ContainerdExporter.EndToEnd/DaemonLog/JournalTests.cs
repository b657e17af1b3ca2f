using System.Diagnostics;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.SideBySide;

namespace ContainerdExporter.EndToEnd.DaemonLog;

/// <summary>Real journal files through the real library, on a node whose containerd does not run.</summary>
public sealed class JournalTests(ITestOutputHelper output)
{
    private const string Messages = "containerd_log_messages_total";
    private const string Normal = """time="2026-01-01T00:00:00Z" level=info msg="shim disconnected" id=a namespace=k8s.io""";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    /// <summary>Each pattern, with its words in lines of the one or of the other format.</summary>
    private static readonly IReadOnlyList<(string Pattern, string[] Lines)> Patterns =
    [
        ("panic", ["panic: runtime error: index out of range", "goroutine 1 [running]:", Normal]),
        ("database_panic", ["panic: page 3 already freed", "goroutine 1 [running]:", "go.etcd.io/bbolt.(*freelist).free(0x1)", Normal]),
        ("database_invalid", [Warning("failed to load plugin io.containerd.metadata.v1.bolt", "invalid database")]),
        ("database_locked", [Warning("waiting for response from boltdb open", "")]),
        ("content_error", [Error("PullImage failed", "failed commit on ref: unexpected commit digest sha256:1")]),
        ("unpack_error", [Error("PullImage failed", $"failed to extract layer sha256:1: {new string('x', 3000)} unexpected EOF")]), // Compressed: zstd.
        ("io_error", ["""{"error":"unlink /x: read-only file system","level":"error","msg":"failed to delete","time":"2026-01-01T00:00:00Z"}"""]),
        ("no_space", [Error("copy", "write /x: no space left on device")]),
        ("out_of_memory", [Error("start", "fork/exec: cannot allocate memory")]),
        ("runtime_error", [Error("StartContainer failed", "OCI runtime create failed: unable to start container process: EOF")]),
        ("shim_start_failed", [Error("RunPodSandbox failed", "failed to start shim: start failed")]),
        ("shim_lost", [Error("failed to load shim /run/x", "connection refused")]),
        ("shim_error", [Warning("failed to clean up after shim disconnected", "exit status 1")]),
        ("listener_failed", ["containerd: failed to get listener for main endpoint: is a directory"]),
        ("config_invalid", ["containerd: failed to load TOML: /etc/containerd/config.toml: (2, 2): unexpected token"]),
        ("unknown_config_key", [Warning("Ignoring unknown key in TOML", "strict mode")]),
        ("plugin_failed", [Warning("failed to load plugin", "broken")]),
        ("start_failed", ["containerd: mkdir /x: not a directory"]),
        ("deadline_exceeded", [Error("get state for a", "context deadline exceeded")]),
        ("sandbox_network_failed", [Error("RunPodSandbox failed", "failed to setup network for sandbox a")]),
    ];

    private static readonly string[] Healthy =
    [
        Normal,
        """time="2026-01-01T00:00:00Z" level=warning msg="cleaning up after shim disconnected" id=a namespace=k8s.io""",
        """time="2026-01-01T00:00:00Z" level=error msg="failed to load cni during init, please check CRI plugin status" error="cni plugin not initialized" """,
    ];

    [Fact]
    public async Task EachPattern_OverRotationVacuumAndRestarts_IsCountedExactly()
    {
        await using var node = await CreateNodeAsync();
        var journal = await JournalFiles.CreateAsync(node);
        await journal.WriteAsync(Healthy);
        await node.Exporter.StartAsync();
        var scrape = await node.Exporter.ScrapeAnewAsync();
        Assert.True(scrape.Has(Expected.Parse("""containerd_exporter_collector_state{collector="journal",state="ok"} 1""")), scrape.ToString());
        Assert.Equal(0, scrape.Sum(Messages));

        var times = 0;
        await AppendAsync("while it reads");
        journal.Rotate();
        await AppendAsync("in a new file");
        journal.Vacuum();
        await AppendAsync("after the old file is gone");

        await node.Exporter.Process.EndAsync();
        await WriteAsync();
        journal.Rotate();
        await WriteAsync();
        await node.Exporter.StartAsync();
        await AssertAsync("over a restart, with a rotation meanwhile");

        await node.Exporter.Process.EndAsync("KILL");
        journal.Rotate();
        journal.Vacuum();
        await WriteAsync();
        await node.Exporter.StartAsync();
        await AssertAsync("over a crash, with what was read last gone");

        async Task AppendAsync(string when)
        {
            await WriteAsync();
            await AssertAsync(when);
        }

        async Task WriteAsync()
        {
            times++;
            await journal.WriteAsync([.. Healthy, .. Patterns.SelectMany(each => each.Lines), .. Healthy]);
            await journal.WriteAsync("docker.service", Patterns.SelectMany(each => each.Lines));
        }

        async Task AssertAsync(string when)
        {
            var wrong = string.Empty;
            await Eventually.HoldsAsync($"each pattern is counted {times} times {when}", Soon, async () => (wrong = Wrong(await node.Exporter.ScrapeAsync(), times)).Length == 0, () => wrong);
        }
    }

    [Fact]
    public async Task Flood_Of20000LinesASecond_CostsLittleAndIsCounted()
    {
        const int Rate = 20_000;
        const int Seconds = 5;
        await using var node = await CreateNodeAsync();
        var journal = await JournalFiles.CreateAsync(node);
        await journal.WriteAsync(Healthy);
        await node.Exporter.StartAsync();
        await node.Exporter.ScrapeAnewAsync();
        string[] second = [.. Enumerable.Range(0, Rate).Select(i => i % 10 == 0 ? Error($"get state for {i}", "context deadline exceeded") : $"{Normal} number={i} with=\"more words than it would have\" each=second")];

        var before = ProcessCost.Of(node, node.Exporter.Process);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Seconds; i++)
        {
            await journal.WriteAsync(second);
            var pause = TimeSpan.FromSeconds(i + 1) - Stopwatch.GetElapsedTime(start);
            await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, TestContext.Current.CancellationToken);
        }

        const double Written = (Rate * Seconds) + 3;
        var scrape = await node.Exporter.ScrapeAsync();
        await Eventually.HoldsAsync("every line is read or counted as skipped", TimeSpan.FromSeconds(20), async () =>
            (scrape = await node.Exporter.ScrapeAsync()).Sum("containerd_log_lines_total") + scrape.Sum("containerd_log_skipped_total") >= Written);
        var elapsed = Stopwatch.GetElapsedTime(start);
        var after = ProcessCost.Of(node, node.Exporter.Process);
        output.WriteLine($"{Rate * Seconds} lines in {elapsed.TotalSeconds:0.0} s: {(after.Cpu - before.Cpu).TotalSeconds / elapsed.TotalSeconds:P1} of a core; resident {before.Resident >> 20} to {after.Resident >> 20} MiB, anonymous {before.Anonymous >> 20} to {after.Anonymous >> 20} MiB; judged {scrape.Sum("containerd_log_lines_total")}, skipped {scrape.Sum("containerd_log_skipped_total")}");

        Assert.Equal(Written, scrape.Sum("containerd_log_lines_total") + scrape.Sum("containerd_log_skipped_total"));
        Assert.True(scrape.Sum("containerd_log_skipped_total") > 0, "nothing was skipped");
        Assert.True(scrape.Sum(Messages) > 0, "nothing was counted");
        Assert.True((after.Cpu - before.Cpu).TotalSeconds < 0.2 * elapsed.TotalSeconds, $"{(after.Cpu - before.Cpu).TotalSeconds:0.00} s of CPU time in {elapsed.TotalSeconds:0.0} s");
    }

    [Fact]
    public async Task NoJournal_Always_IsUnsupportedAndNoFinding()
    {
        await using var node = await CreateNodeAsync();
        await node.Exporter.StartAsync();

        var scrape = await node.Exporter.ScrapeAnewAsync();
        Assert.True(scrape.Has(Expected.Parse("""containerd_exporter_collector_state{collector="journal",state="unsupported"} 1""")), scrape.ToString());
        Assert.DoesNotContain(scrape.Samples.Keys, series => series.StartsWith("containerd_log_", StringComparison.Ordinal));
        Assert.DoesNotContain((await Findings.OfAsync(node)).All, finding => finding.Alert == "ContainerdCollectorFailing");
    }

    private static string Error(string message, string error) => $"time=\"2026-01-01T00:00:00Z\" level=error msg=\"{message}\" error=\"{error}\"";

    private static string Warning(string message, string error) => $"time=\"2026-01-01T00:00:00Z\" level=warning msg=\"{message}\" error=\"{error}\"";

    private static async Task<TestNode> CreateNodeAsync()
    {
        var node = await TestNode.CreateAsync();
        node.Write(ContainerdDaemon.ConfigPath, ContainerdDaemon.PlainConfig);
        return node;
    }

    private static string Wrong(Scrape scrape, int times) => string.Join(
        '\n',
        Patterns.Select(each => (each.Pattern, Count: scrape.Sum(Messages, $"pattern=\"{each.Pattern}\""))).Where(each => each.Count != times).Select(each => $"{each.Pattern} {each.Count}"));
}
