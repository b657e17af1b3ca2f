using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Fixtures.Dashboards;

/// <summary>What the dashboards must show of a fault.</summary>
public static class DashboardAssert
{
    private const int FleetAlerts = 21;
    private const int NodeAlerts = 2;

    /// <summary>
    /// While an alert fires: no query fails, both tables of alerts have its row, the cause is not "no alert", and the panel that the
    /// alert points to shows a value that it judges bad.
    /// </summary>
    public static async Task ShowAsync(PrometheusServer prometheus, TestNode node, string alert, string cause)
    {
        var answers = await new DashboardReader(prometheus.Url, node.Instance).ReadAllAsync();
        foreach (var table in new[] { $"containerd-fleet/{FleetAlerts}/A", $"containerd-node/{NodeAlerts}/A" })
        {
            Assert.True(
                answers[table].Any(row => row.Labels["alertname"] == alert && row.Labels["instance"] == node.Instance && row.Labels["cause"] == cause),
                $"{table} has no row of {alert}");
        }

        var causes = answers.Where(answer => answer.Key.StartsWith("containerd-node/3/", StringComparison.Ordinal)).SelectMany(answer => answer.Value);
        Assert.True(causes.Any(series => series.Values[^1] is 2 or 4), "no cause is judged bad");

        AssertPanelShows(answers, alert);
    }

    /// <summary>Of events, whose alerts end by themselves: no query fails, and within the time range the alerts' panels show values that they judge bad.</summary>
    public static async Task ShowEventsAsync(PrometheusServer prometheus, TestNode node, IEnumerable<string> alerts)
    {
        var answers = await new DashboardReader(prometheus.Url, node.Instance).ReadAllAsync();
        Assert.All(alerts, alert => AssertPanelShows(answers, alert));
    }

    private static void AssertPanelShows(IReadOnlyDictionary<string, IReadOnlyList<PanelSeries>> answers, string alert)
    {
        var panel = ShippedDashboards.PanelOf(alert);
        var shown = panel.Queries.SelectMany(query => answers[query.Name]).SelectMany(series => series.Values);
        Assert.True(shown.Any(panel.Judges), $"panel {panel.Id} shows nothing bad of {alert}");
    }
}
