using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Tests.Consistency;

namespace ContainerdExporter.Tests.Dashboards;

/// <summary>alert ↔ panel ↔ runbook, in both directions.</summary>
public sealed partial class AlertPanelTests
{
    /// <summary>The first digit of a panel's id, and the row's id.</summary>
    private static readonly Dictionary<Cause, int> Hundreds = new()
    {
        [Cause.Liveness] = 1,
        [Cause.Memory] = 2,
        [Cause.Storage] = 3,
        [Cause.Socket] = 4,
        [Cause.Runtime] = 5,
        [Cause.Configuration] = 6,
        [Cause.Disk] = 7,
        [Cause.Exporter] = 9,
    };

    public static TheoryData<string> Alerts => [.. Repository.Rules.Select(rule => rule.Name).Distinct(StringComparer.Ordinal)];

    public static TheoryData<int> PanelsOfCauses => [.. CausePanels().Select(panel => panel.Id)];

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Alert_Always_PointsToAPanelOfItsCause(string alert) => Assert.All(RulesOf(alert), rule =>
    {
        Assert.Equal("containerd-node", rule.Annotations["__dashboardUid__"]);
        Assert.Equal(Hundreds[LabelText.All<Cause>().Index().Single(each => each.Item == rule.Cause).Index is var cause ? (Cause)cause : default], PanelOf(rule).Id / 100);
    });

    [Theory]
    [MemberData(nameof(Alerts))]
    public void AlertPanel_Always_AsksForAMetricOfTheAlert(string alert) => Assert.All(RulesOf(alert), rule =>
    {
        var shown = PanelOf(rule).Expressions.SelectMany(PromSelector.Of).Select(selector => selector.Metric).ToHashSet(StringComparer.Ordinal);
        Assert.Contains(PromSelector.Of(rule.Expression), selector => shown.Contains(selector.Metric));
    });

    [Theory]
    [MemberData(nameof(Alerts))]
    public void AlertPanel_Always_LinksToTheAlertsRunbook(string alert) => Assert.All(RulesOf(alert), rule =>
    {
        Assert.Contains($"http://${{instance}}/runbooks/{alert}", PanelOf(rule).Links);
        Assert.Contains($"http://${{__field.labels.instance}}/runbooks/{alert}", SeriesLinks(PanelOf(rule)));
    });

    /// <summary>A limit of the alert is a limit of its panel: the step at which the colour turns, or the word of a 0/1 series.</summary>
    [Theory]
    [MemberData(nameof(Alerts))]
    public void AlertPanel_Always_HasTheAlertsThreshold(string alert) => Assert.All(RulesOf(alert), rule =>
    {
        var comparison = Comparison().Matches(rule.Expression).First();
        var value = double.Parse(comparison.Groups["value"].Value, CultureInfo.InvariantCulture);
        var panel = PanelOf(rule);
        if (comparison.Groups["sign"].Value == "==" || panel.Type == "state-timeline")
        {
            Assert.Equal("state-timeline", panel.Type);
            Assert.Contains(panel.Configured("mappings"), IsJudged);
            return;
        }

        // The counts are whole numbers: more than 0 is 1 and above.
        var step = comparison.Groups["sign"].Value == ">" && value == 0 ? 1 : value;
        Assert.Contains(step, Steps(panel.Defaults));
    });

    [Theory]
    [MemberData(nameof(PanelsOfCauses))]
    public void Panel_OfACause_LinksToRunbooksThatExist(int id)
    {
        var panel = Dashboard.Node.Panel(id);
        Assert.NotEmpty(panel.Links);
        Assert.All(panel.Links, link => Assert.Contains(Runbook().Match(link).Groups["alert"].Value, Repository.Rules.Select(rule => rule.Name)));
    }

    [Fact]
    public void StatePanels_Always_LinkToEveryRunbookOfTheirCause()
    {
        foreach (var (index, cause) in LabelText.All<Cause>().Index())
        {
            var expected = Repository.Rules.Where(rule => rule.Cause == cause).Select(rule => rule.Name).Distinct(StringComparer.Ordinal);
            var panel = Dashboard.Node.Panel(11 + index);
            Assert.StartsWith(panel.Title, cause, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(expected.Order(StringComparer.Ordinal), panel.Links.Select(link => Runbook().Match(link).Groups["alert"].Value).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void TablesOfAlerts_OnBothDashboards_LinkEachRowToItsRunbookOnItsNode()
    {
        foreach (var panel in new[] { Dashboard.Fleet.Panel(21), Dashboard.Node.Panel(2) })
        {
            Assert.Contains("http://${__data.fields.instance}/runbooks/${__value.raw}", panel.Overrides.SelectMany(Urls));
        }
    }

    private static IEnumerable<AlertRule> RulesOf(string alert) => Repository.Rules.Where(rule => rule.Name == alert);

    private static Panel PanelOf(AlertRule rule) => Dashboard.Node.Panel(int.Parse(rule.Annotations["__panelId__"], CultureInfo.InvariantCulture));

    private static IEnumerable<Panel> CausePanels() => Dashboard.Node.DataPanels.Where(panel => panel.Id > 100);

    private static IEnumerable<string> SeriesLinks(Panel panel) => panel.Configured("links").SelectMany(Urls);

    private static IEnumerable<string> Urls(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Urls),
        JsonValueKind.Object when json.TryGetProperty("url", out var url) => [url.GetString()!],
        JsonValueKind.Object => json.EnumerateObject().SelectMany(each => Urls(each.Value)),
        _ => [],
    };

    /// <summary>Says in words what is well, in the colour of that, and what is not, in another.</summary>
    private static bool IsJudged(JsonElement mappings)
    {
        var colours = mappings.EnumerateArray()
            .Where(mapping => mapping.GetProperty("type").GetString() == "value")
            .SelectMany(mapping => mapping.GetProperty("options").EnumerateObject())
            .Select(each => each.Value.GetProperty("color").GetString())
            .ToList();
        return colours.Contains("#009E73") && (colours.Contains("#D55E00") || colours.Contains("#E69F00"));
    }

    private static IEnumerable<double> Steps(JsonElement field) => field.GetProperty("thresholds").GetProperty("steps").EnumerateArray()
        .Select(step => step.GetProperty("value"))
        .Where(value => value.ValueKind == JsonValueKind.Number)
        .Select(value => value.GetDouble());

    [GeneratedRegex(@"(?<sign>==|>=|<=|>|<)\s*(?<value>\d+(\.\d+)?)(?!\s*\*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comparison();

    [GeneratedRegex("/runbooks/(?<alert>[A-Za-z]+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Runbook();
}
