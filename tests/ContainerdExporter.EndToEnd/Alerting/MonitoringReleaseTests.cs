using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Dashboards;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Alerting;

/// <summary>Metrics, rules, dashboards and example configuration, on each release of Prometheus and Alertmanager that they are for.</summary>
public sealed partial class MonitoringReleaseTests(ServingNode serving) : IClassFixture<ServingNode>
{
    /// <summary>From Prometheus's first scrape to what is asserted, on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Releases => MonitoringRelease.All;

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Files_CheckedByTheReleasesOwnTools_AreWithoutComplaint(string release)
    {
        // By its major number: the newest moves on.
        Assert.Contains($"version {release}.", await VersionOfAsync(release, "promtool"), StringComparison.Ordinal);
        await Command.RunAsync(MonitoringRelease.ProgramOf(release, "promtool"), "check", "rules", "--lint=all", "--lint-fatal", Repository.PathOf("alerts/containerd.rules.yml"));
        var config = await Command.TryRunAsync(MonitoringRelease.ProgramOf(release, "amtool"), "check-config", Repository.PathOf("alerts/alertmanager.example.yml"));
        Assert.True(config.ExitCode == 0, config.Output + config.Error);
        Assert.DoesNotMatch(Complaint(), config.Output + config.Error);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Server_ScrapingAnExporter_TakesEverySeriesAndEvaluatesEveryRuleAndPanel(string release)
    {
        await using var prometheus = await PlainPrometheus.StartAsync(release, serving.Node.Instance);
        await AssertEverySeriesArrivesAsync(prometheus.Api);
        await AssertRulesAsync(prometheus.Api);
        await AssertDashboardsAsync(prometheus);
        Assert.DoesNotMatch(Complaint(), prometheus.Log);
    }

    private async Task AssertEverySeriesArrivesAsync(PrometheusApi api)
    {
        string[] served = [];
        string[] stored = [];
        double counted = 0;
        await Eventually.HoldsAsync(
            "Prometheus has the series that the exporter serves",
            Patience,
            async () =>
            {
                served = [.. (await serving.Node.Exporter.ScrapeAsync()).Samples.Keys.Select(series => series.Split('{')[0]).Order(StringComparer.Ordinal)];
                var scraped = await api.QueryAsync("""{job="containerd-exporter", __name__!~"up|ALERTS.*|scrape_.*"}""");
                stored = [.. Results(scraped).Select(series => series.GetProperty("metric").GetProperty("__name__").GetString()!).Order(StringComparer.Ordinal)];
                counted = Results(await api.QueryAsync("scrape_samples_scraped")).Select(Value).SingleOrDefault();
                return stored.SequenceEqual(served, StringComparer.Ordinal) && counted == served.Length;
            },
            () => $"served {served.Length}, stored {stored.Length}, counted {counted}; only in one: {string.Join(' ', served.Except(stored).Concat(stored.Except(served)))}");

        var targets = (await api.GetAsync("targets")).GetProperty("data").GetProperty("activeTargets").EnumerateArray().ToList();
        Assert.Equal(["up/"], targets.Select(target => $"{target.GetProperty("health").GetString()}/{target.GetProperty("lastError").GetString()}"));
    }

    private static async Task AssertRulesAsync(PrometheusApi api)
    {
        List<JsonElement> rules = [];
        await Eventually.HoldsAsync(
            "every rule is evaluated",
            Patience,
            async () =>
            {
                rules = [.. (await api.GetAsync("rules")).GetProperty("data").GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray())];
                return rules.All(rule => rule.GetProperty("health").GetString() == "ok");
            },
            () => string.Join('\n', rules.Select(rule => $"{rule.GetProperty("name")}: {rule.GetProperty("health")}")));
        Assert.Equal(RuleLabels.All().Select(rule => $"{rule}").Order(StringComparer.Ordinal), rules.Select(rule =>
            $"{new RuleKey(rule.GetProperty("name").GetString()!, rule.GetProperty("labels").GetProperty("severity").GetString()!)}").Order(StringComparer.Ordinal));
        foreach (var rule in rules)
        {
            Assert.Equal([], PrometheusApi.RemarksOf(await api.QueryAsync(rule.GetProperty("query").GetString()!)));
        }
    }

    private async Task AssertDashboardsAsync(PlainPrometheus prometheus)
    {
        var reader = new DashboardReader(prometheus.Url, serving.Node.Instance);
        var answers = await reader.ReadAllAsync();
        Assert.Contains(answers["containerd-node/101/A"], series => series.Values[^1] == 1);
        foreach (var (name, series, label) in ShippedDashboards.Variables)
        {
            Assert.True((await reader.OfferAsync(series, label)).Count > 0 || name == "cluster", name);
        }
    }

    private static async Task<string> VersionOfAsync(string release, string program)
    {
        var result = (await Command.TryRunAsync(MonitoringRelease.ProgramOf(release, program), "--version")).OrThrow();
        return result.Output + result.Error;
    }

    private static IEnumerable<JsonElement> Results(JsonElement answer) => answer.GetProperty("data").GetProperty("result").EnumerateArray();

    private static double Value(JsonElement series) => double.Parse(series.GetProperty("value")[1].GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A line of a log that is more than news; Alertmanager warns so of matchers that a later release reads in another way.</summary>
    [GeneratedRegex(@"level=(warn|error).*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Complaint();
}
