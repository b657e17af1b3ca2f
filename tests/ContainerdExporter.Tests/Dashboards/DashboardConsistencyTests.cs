using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerdExporter.Causes.Runtime.Binaries;
using ContainerdExporter.Causes.Runtime.Shims;
using ContainerdExporter.Causes.Socket;
using ContainerdExporter.Causes.Storage.Databases;
using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;
using ContainerdExporter.Hosting;
using ContainerdExporter.Tests.Consistency;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerdExporter.Tests.Dashboards;

/// <summary>dashboard ↔ metrics ↔ code.</summary>
public sealed partial class DashboardConsistencyTests
{
    /// <summary>What Prometheus adds to the exporter's own families.</summary>
    private static readonly string[] Foreign = ["up", "ALERTS", "ALERTS_FOR_STATE"];

    public static TheoryData<string> Names => [.. Dashboard.All.Select(dashboard => dashboard.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Query_Always_NamesOnlyExportedMetrics(string name)
    {
        var families = Families();
        var asked = Selectors(name).Select(selector => selector.Metric).Distinct(StringComparer.Ordinal);
        Assert.Equal([], asked.Where(metric => !families.ContainsKey(metric) && !Foreign.Contains(metric)));
    }

    /// <summary>A label that a metric does not have selects nothing, or everything, without an error.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Query_Always_MatchesOnlyLabelsThatTheMetricHas(string name)
    {
        var families = Families();
        var wrong =
            from selector in Selectors(name)
            where families.ContainsKey(selector.Metric)
            from matcher in selector.Matchers
            let label = LabelName().Match(matcher).Value
            where label is not ("cluster" or "job" or "instance") && !families[selector.Metric].Labels.Contains(label)
            select $"{selector.Metric}: {matcher}";
        Assert.Equal([], wrong);
    }

    /// <summary>Each containerd's series follow the variable; the node's cannot.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Query_OfAMetricWithAddress_FollowsTheVariable(string name)
    {
        var families = Families();
        var wrong = Selectors(name).Where(selector =>
            families.TryGetValue(selector.Metric, out var family) && family.Labels.Contains("address") && !selector.Matchers.Contains("address=~\"$address\""));
        Assert.Equal([], wrong.Select(selector => selector.Metric));
    }

    /// <summary>Every value of a state that the code knows has a word in its panel, so no state is drawn as a bare number or left out.</summary>
    [Theory]
    [InlineData(303, "containerd_database_state", typeof(DatabaseState))]
    [InlineData(401, "containerd_socket_state", typeof(SocketState))]
    [InlineData(404, "containerd_pidfile_state", typeof(PidFileState))]
    [InlineData(502, "containerd_runtime_binary_state", typeof(BinaryState))]
    [InlineData(504, "containerd_task_list_state", typeof(TaskListState))]
    [InlineData(902, "containerd_exporter_collector_state", typeof(CollectorState))]
    public void StatePanel_Always_KnowsEveryState(int id, string metric, Type states)
    {
        var panel = Dashboard.Node.Panel(id);
        var asked = PromSelector.Of(panel.Expressions[0]).Where(selector => selector.Metric == metric)
            .SelectMany(selector => selector.Matchers).Where(matcher => matcher.StartsWith("state=", StringComparison.Ordinal)).Select(matcher => matcher[7..^1]);
        Assert.Equal(Enum.GetNames(states).Length, asked.Count());
        Assert.Equal(Enum.GetNames(states).Select(Snake).Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));

        var words = panel.Defaults.GetProperty("mappings")[0].GetProperty("options").EnumerateObject().Select(each => each.Name);
        var codes = StateCode().Matches(panel.Expressions[0]).Select(match => match.Groups["code"].Value);
        Assert.Equal(codes.Order(StringComparer.Ordinal), words.Order(StringComparer.Ordinal));
    }

    /// <summary>A cause whose collector fails is unknown, whatever its alerts say: the panels must ask for the collectors that there are.</summary>
    [Fact]
    public void Collectors_OfEachCause_AreThoseThatThePanelsAskFor()
    {
        var collectors = CollectorCatalog.All.Select(entry => entry.Create(TestOptions.Default, NullLoggerFactory.Instance)).ToList();
        foreach (var (index, cause) in Enum.GetValues<Cause>().Index())
        {
            var asked = PromSelector.Of(Dashboard.Node.Panel(11 + index).Expressions[0])
                .Where(selector => selector.Metric == "containerd_exporter_collector_state")
                .SelectMany(selector => selector.Matchers.Where(matcher => matcher.StartsWith("collector=~", StringComparison.Ordinal)))
                .SelectMany(matcher => matcher["collector=~\"".Length..^1].Split('|'));
            Assert.Equal(
                collectors.Where(collector => collector.Causes.Contains(cause)).Select(collector => collector.Name).Order(StringComparer.Ordinal),
                asked.Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PanelIds_Always_AreUniqueAndPlacedWithoutOverlap(string name)
    {
        var panels = Dashboard.Of(name).Panels;
        Assert.Equal(panels.Count, panels.Select(panel => panel.Id).Distinct().Count());

        var cells = new HashSet<(int X, int Y)>();
        foreach (var place in panels.Select(panel => panel.Json.GetProperty("gridPos")))
        {
            int At(string side) => place.GetProperty(side).GetInt32();
            Assert.True(At("x") + At("w") <= 24, $"{place} is wider than the grid");
            for (var x = At("x"); x < At("x") + At("w"); x++)
            {
                for (var y = At("y"); y < At("y") + At("h"); y++)
                {
                    Assert.True(cells.Add((x, y)), $"{place} overlaps another panel");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Dashboard_Always_HasAStableUidAndTheUsualVariables(string name)
    {
        var dashboard = Dashboard.Of(name);
        Assert.Equal(name, dashboard.Json.GetProperty("uid").GetString());
        Assert.False(dashboard.Json.TryGetProperty("id", out _));
        Assert.Equal(["datasource", "cluster", "job", "instance", "address"], dashboard.Variables.Select(variable => variable.GetProperty("name").GetString()));
        Assert.Equal((2, ".*"), (dashboard.Variable("cluster").GetProperty("hide").GetInt32(), dashboard.Variable("cluster").GetProperty("allValue").GetString()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Description_Always_SaysWhatIsShownWhatIsNormalAndWhatToDo(string name) => Assert.All(Dashboard.Of(name).DataPanels, panel =>
        Assert.Matches(@"^\p{L}.+\.\n\n\*\*Normal:\*\* .+\.\n\n\*\*If not:\*\* .+\.$", panel.Description.ReplaceLineEndings("\n")));

    /// <summary>Each state has a word of its own beside its colour.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Mappings_Always_HaveAWordAndAColourForEachState(string name) => Assert.All(
        Dashboard.Of(name).DataPanels.SelectMany(panel => panel.Configured("mappings")).SelectMany(mappings => mappings.EnumerateArray()), mapping =>
        {
            var results = mapping.GetProperty("type").GetString() == "value"
                ? [.. mapping.GetProperty("options").EnumerateObject().Select(each => each.Value)]
                : (List<JsonElement>)[mapping.GetProperty("options").GetProperty("result")];
            var words = results.Select(result => result.GetProperty("text").GetString()!).ToList();
            Assert.All(words, word => Assert.NotEmpty(word));
            Assert.All(results, result => Assert.Matches("^#[0-9A-F]{6}$", result.GetProperty("color").GetString()));
            Assert.Equal(words.Count, words.Distinct(StringComparer.Ordinal).Count());
        });

    private static Dictionary<string, MetricFamily> Families()
    {
        var options = TestOptions.Default;
        return CollectorCatalog.All.SelectMany(entry => entry.Create(options, NullLoggerFactory.Instance).Families).Concat(SelfMetrics.Families).Concat(ProcessMetrics.Families)
            .ToDictionary(family => family.Name, StringComparer.Ordinal);
    }

    /// <summary>Those of panels, annotations and variables.</summary>
    private static IEnumerable<PromSelector> Selectors(string name)
    {
        var dashboard = Dashboard.Of(name);
        var annotations = dashboard.Json.GetProperty("annotations").GetProperty("list").EnumerateArray().Select(each => each.GetProperty("expr").GetString()!);
        return dashboard.DataPanels.SelectMany(panel => panel.Expressions).Concat(annotations).SelectMany(PromSelector.Of);
    }

    private static string Snake(string name) => UpperCase().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex("^[a-z_]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelName();

    [GeneratedRegex("(?<!^)[A-Z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UpperCase();

    [GeneratedRegex(@"^  (?<code>\d+) \*", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StateCode();
}
