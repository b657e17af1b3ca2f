using System.Diagnostics;
using System.Text.RegularExpressions;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Canary;

/// <summary>Canaries one after another on a node where containers come and go: none fails, nobody else sees them, nothing is left, and nothing is found.</summary>
public sealed partial class CanaryRepetitionTests(ITestOutputHelper output)
{
    private const int Handlers = 8;
    private const int Containers = 50;

    /// <summary>For the long form by hand: <c>CANARY_RUNS=1000</c>.</summary>
    private static readonly int Runs = int.Parse(Environment.GetEnvironmentVariable("CANARY_RUNS") ?? "200");

    [Fact]
    public async Task Canaries_BesideChurningContainers_NeverFailAndLeaveNothing()
    {
        await using var canary = await CanaryNode.StartAsync(line: null, config: Config());
        var node = canary.Node;
        await node.Containerd.ImportImageAsync();
        await canary.StartExporterAsync();
        await canary.IsGreenAsync();
        await canary.LeavesNothingAsync();
        var sockets = await CountAsync(node, "/run/containerd/s");
        var handles = HandlesOf(node);

        using var ended = new CancellationTokenSource();
        var churn = ChurnAsync(node, ended.Token);
        var seen = new HashSet<(string, double)>();
        var slowest = 0.0;
        var start = Stopwatch.GetTimestamp();
        var before = CpuOf(node);
        while (seen.Count < Runs)
        {
            var samples = (await node.Exporter.ScrapeAsync()).Samples;
            Assert.DoesNotContain(samples, sample => sample.Key.StartsWith("containerd_canary_success", StringComparison.Ordinal) && sample.Value != 1);
            seen.UnionWith(samples.Where(sample => sample.Key.StartsWith("containerd_canary_last_success", StringComparison.Ordinal)).Select(sample => (sample.Key, sample.Value)));
            slowest = Math.Max(slowest, samples.Where(sample => sample.Key.StartsWith("containerd_canary_duration", StringComparison.Ordinal)).Max(sample => sample.Value));
            Assert.DoesNotContain("canary-", await node.Containerd.CtrAsync("--namespace", "default", "containers", "list", "--quiet"), StringComparison.Ordinal);
            Assert.DoesNotContain("canary-", await node.Containerd.CtrAsync("--namespace", "k8s.io", "containers", "list", "--quiet"), StringComparison.Ordinal);
            await Task.Delay(300, TestContext.Current.CancellationToken);
        }

        output.WriteLine($"{seen.Count} canaries in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, slowest stage {slowest:0.000} s, {(CpuOf(node) - before) / seen.Count * 1000:0.0} ms of the exporter's CPU each, scrapes included");
        await churn;
        await ended.CancelAsync();
        var findings = await Findings.OfAsync(node);
        Assert.True(findings.All.Count == 0, $"found beside canaries:\n{findings}");
        Assert.True(HandlesOf(node) <= handles + 8, "open files grew");
        await node.Exporter.Process.EndAsync();
        await canary.LeavesNothingAsync();
        Assert.True(await CountAsync(node, "/run/containerd/s") <= sockets, "sockets of shims were left behind");
        Assert.Equal(string.Empty, await node.Containerd.CtrAsync("--namespace", CanaryNode.Space, "leases", "list", "--quiet"));
        Assert.Equal([], CgroupsOf(node));
    }

    private static async Task ChurnAsync(TestNode node, CancellationToken ended)
    {
        for (var i = 0; i < Containers && !ended.IsCancellationRequested; i++)
        {
            await node.Containerd.RunToEndAsync($"job{i}");
        }
    }

    /// <summary>Cgroups are the machine's: those of other nodes' canaries, whose runc a test has taken away, are here too.</summary>
    private static IEnumerable<string> CgroupsOf(TestNode node)
    {
        var own = Canary().Matches(node.Containerd.Log).Select(match => $"containerd-exporter-{match.Value}").ToHashSet(StringComparer.Ordinal);
        Assert.True(own.Count >= Runs, $"containerd's log names {own.Count} canaries");
        return Directory.EnumerateDirectories("/sys/fs/cgroup").SelectMany(Directory.EnumerateDirectories)
            .Concat(Directory.EnumerateDirectories("/sys/fs/cgroup"))
            .Where(group => own.Contains(Path.GetFileName(group)));
    }

    [GeneratedRegex("canary-[0-9a-f]{16}")]
    private static partial Regex Canary();

    private static async Task<int> CountAsync(TestNode node, string directory) => (await node.RunAsync("ls", "-A", directory)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    private static int HandlesOf(TestNode node) => Directory.EnumerateFileSystemEntries(node.PathOf($"/proc/{node.Exporter.Process.Pid}/fd")).Count();

    private static double CpuOf(TestNode node)
    {
        var stat = File.ReadAllText(node.PathOf($"/proc/{node.Exporter.Process.Pid}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[11]) + double.Parse(fields[12])) / 100; // utime, stime in ticks
    }

    private static string Config() => ContainerdDaemon.PlainConfig + string.Concat(Enumerable.Range(0, Handlers).Select(number => $"""
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.{(number == 0 ? "runc" : $"runc{number}")}]
          runtime_type = "io.containerd.runc.v2"

        """));
}
