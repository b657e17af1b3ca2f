using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Dashboards;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Dashboards;

/// <summary>Every query of the dashboards, on a healthy Kubernetes node: no error, and data wherever data must be.</summary>
public sealed class HealthyNodeTests(AlertingChain alerting)
{
    /// <summary>What a healthy node has no data for, and why.</summary>
    private static readonly Dictionary<string, string> Empty = new(StringComparer.Ordinal)
    {
        ["containerd-fleet/33/A"] = "no process is stuck",
        ["containerd-node/103/B"] = "no core plugin has failed",
        ["containerd-node/109/A"] = "the daemon's log tells of no trouble",
        ["containerd-node/203/A"] = "the cgroup has no limit",
        ["containerd-node/206/C"] = "the cgroup has no limit",
        ["containerd-node/509/A"] = "the canary is off",
        ["containerd-node/510/A"] = "the canary is off",
    };

    /// <summary>What may have data or not: other processes of this machine, or a moment, decide.</summary>
    private static readonly Dictionary<string, string> Either = new(StringComparer.Ordinal)
    {
        ["containerd-fleet/21/A"] = "a machine that forbids to spare daemons from the OOM killer has an alert",
        ["containerd-fleet/23/B"] = "no critical alert",
        ["containerd-fleet/23/C"] = "the same alert",
        ["containerd-fleet/31/A"] = "free space may shrink",
        ["containerd-fleet/31/B"] = "free space may shrink",
        ["containerd-fleet/32/A"] = "another test's OOM kill",
        ["containerd-node/2/A"] = "the alert of such a machine",
        ["containerd-node/206/A"] = "the daemon may run in the root cgroup",
        ["containerd-node/206/B"] = "the daemon may run in the root cgroup",
        ["containerd-node/404/A"] = "a PID file is Docker's",
        ["containerd-node/505/A"] = "a runtime process is rarely met",
        ["containerd-node/506/A"] = "a runtime process is rarely met",
        ["containerd-node/604/A"] = "a bare node may deserve warnings",
        ["containerd-node/605/A"] = "a bare node may deserve warnings",
        ["containerd-node/706/A"] = "counted every few minutes",
        ["containerd-node/705/E"] = "free space may shrink",
        ["containerd-node/705/F"] = "inodes may be used",
    };

    [Fact]
    public async Task Queries_OnHealthyNode_AnswerWithoutErrorAndWithDataWhereDataMustBe()
    {
        await using var watched = await WatchedNode.StartAsync(alerting, DataDisk.MountDiskAsync, PrepareAsync);
        await watched.TellAsync(() => RunAsync(watched.Node));
    }

    private static async Task PrepareAsync(TestNode node)
    {
        Kubernetes.ConfigureNetwork(node);
        await Kubernetes.StartKubeletAsync(node);
        await (await JournalFiles.CreateAsync(node)).WriteAsync("level=info msg=\"starting containerd\"");
    }

    private async Task RunAsync(TestNode node)
    {
        var reader = new DashboardReader(alerting.Prometheus.Url, node.Instance);
        IReadOnlyDictionary<string, IReadOnlyList<PanelSeries>> answers = new Dictionary<string, IReadOnlyList<PanelSeries>>(StringComparer.Ordinal);
        IEnumerable<string> Missing() => answers
            .Where(answer => answer.Value.Count == 0 && !answer.Key.StartsWith("annotation", StringComparison.Ordinal))
            .Select(answer => answer.Key).Where(name => !Empty.ContainsKey(name) && !Either.ContainsKey(name));
        await Eventually.HoldsAsync("every panel has data", Scale.Down(TimeSpan.FromMinutes(2)) + TimeSpan.FromSeconds(30), async () =>
        {
            answers = await reader.ReadAllAsync();
            return !Missing().Any();
        }, () => $"without data: {string.Join(' ', Missing())}");

        Assert.Equal([], Empty.Keys.Where(name => answers[name].Count > 0));
        Assert.Equal([], Either.Keys.Where(name => !answers.ContainsKey(name)));
        Assert.Equal([node.Instance], answers["annotation Exporter started"].Select(series => series.Labels["instance"]).Distinct(StringComparer.Ordinal));
        Assert.Equal([ContainerdDaemon.Address], answers["annotation containerd started"].Select(series => series.Labels["address"]).Distinct(StringComparer.Ordinal));
        await AssertVariablesAsync(reader, node);
    }

    private static async Task AssertVariablesAsync(DashboardReader reader, TestNode node)
    {
        foreach (var (name, series, label) in ShippedDashboards.Variables)
        {
            var offered = await reader.OfferAsync(series, label);
            Assert.True(name != "job" || offered.SequenceEqual(["containerd-exporter"]), $"job offers {string.Join(' ', offered)}");
            Assert.True(name != "instance" || offered.Contains(node.Instance), $"instance offers {string.Join(' ', offered)}");
            Assert.True(name != "address" || offered.SequenceEqual([ContainerdDaemon.Address]), $"address offers {string.Join(' ', offered)}");
        }
    }
}
