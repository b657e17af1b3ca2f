using System.Text.Json;

namespace ContainerdExporter.Tests.Dashboards;

/// <summary>
/// The rules of Grafana's dashboard-linter, as own checks and without an exclusion. Where a rule looks at some panel types only, all are
/// looked at here. That each expression parses is asked of a real Prometheus, in the end-to-end tests.
/// </summary>
public sealed class DashboardLintTests
{
    private const string Datasource = "${datasource}";

    public static TheoryData<string> Names => [.. Dashboard.All.Select(dashboard => dashboard.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void TemplateDatasource_Always_IsTheOnlyOneAndNamedAsUsual(string name)
    {
        var variable = Assert.Single(Dashboard.Of(name).Variables, each => Text(each, "type") == "datasource");
        Assert.Equal(("datasource", "Data source", "prometheus"), (Text(variable, "name"), Text(variable, "label"), Text(variable, "query")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TemplateJob_Always_IsAMultiQueryOfTheDatasource(string name) => AssertSelects(Dashboard.Of(name).Variable("job"), "Job");

    [Theory]
    [MemberData(nameof(Names))]
    public void TemplateInstance_Always_IsAMultiQueryOfTheDatasource(string name) => AssertSelects(Dashboard.Of(name).Variable("instance"), "Instance");

    [Theory]
    [MemberData(nameof(Names))]
    public void TemplateLabelPromQl_Always_NamesASelectorAndALabel(string name) => Assert.All(Queries(name), variable =>
    {
        var query = Text(variable, "query");
        Assert.StartsWith("label_values(", query, StringComparison.Ordinal);
        Assert.Matches(@", [a-z]+\)$", query);
        Assert.Single(PromSelector.Of(query["label_values(".Length..query.LastIndexOf(',')]));
        Assert.Equal(query, Text(variable, "definition"));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void TemplateOnTimeChange_Always_Reloads(string name) =>
        Assert.All(Queries(name), variable => Assert.Equal(2, variable.GetProperty("refresh").GetInt32()));

    [Theory]
    [MemberData(nameof(Names))]
    public void PanelDatasource_Always_IsTheTemplatedOne(string name) => Assert.All(Dashboard.Of(name).DataPanels, panel =>
    {
        Assert.Equal(Datasource, Text(panel.Json.GetProperty("datasource"), "uid"));
        Assert.All(panel.Json.GetProperty("targets").EnumerateArray(), target => Assert.Equal(Datasource, Text(target.GetProperty("datasource"), "uid")));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void PanelTitleAndDescription_Always_AreThere(string name) => Assert.All(Dashboard.Of(name).DataPanels, panel =>
    {
        Assert.NotEmpty(panel.Title);
        Assert.NotEmpty(panel.Description);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void PanelUnits_Always_AreKnown(string name) => Assert.All(Dashboard.Of(name).DataPanels, panel =>
    {
        Assert.True(panel.Defaults.TryGetProperty("unit", out _), $"{panel} has no unit");
        Assert.All(panel.Configured("unit"), unit => Assert.Contains(unit.GetString(), (string[])["none", "s", "bytes", "percentunit", "cps", "dateTimeFromNow"]));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void PanelTargets_Always_AreThere(string name) => Assert.All(Dashboard.Of(name).DataPanels, panel => Assert.NotEmpty(panel.Expressions));

    [Theory]
    [MemberData(nameof(Names))]
    public void TargetPromQl_Always_SelectsSomething(string name) =>
        AssertExpressions(name, expression => PromSelector.Of(expression).Count > 0 && expression.Count(c => c == '(') == expression.Count(c => c == ')'));

    [Theory]
    [MemberData(nameof(Names))]
    public void TargetRateInterval_OfARate_IsGrafanasOwn(string name) => AssertSelectors(name, selector =>
        selector.Function is not ("rate" or "irate") || selector.Range == "$__rate_interval");

    [Theory]
    [MemberData(nameof(Names))]
    public void TargetRateInterval_Always_IsARatesOrAnIncreases(string name) => AssertSelectors(name, selector =>
        selector.Range != "$__rate_interval" || selector.Function is "rate" or "irate" or "increase");

    [Theory]
    [MemberData(nameof(Names))]
    public void TargetJob_Always_IsTheVariable(string name) => AssertSelectors(name, selector => selector.Matchers.Contains("job=~\"$job\""));

    [Theory]
    [MemberData(nameof(Names))]
    public void TargetInstance_Always_IsTheVariable(string name) => AssertSelectors(name, selector => selector.Matchers.Contains("instance=~\"$instance\""));

    [Theory]
    [MemberData(nameof(Names))]
    public void TargetCounter_Always_IsAskedForItsGrowth(string name) => AssertSelectors(name, selector =>
        !selector.Metric.EndsWith("_total", StringComparison.Ordinal) || selector.Function is "rate" or "irate" or "increase");

    /// <summary>Two rules are about LogQL alone: there is none.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void TargetLogQl_Always_IsAbsent(string name) =>
        Assert.All(Dashboard.Of(name).DataPanels, panel => Assert.All(
            panel.Json.GetProperty("targets").EnumerateArray(), target => Assert.Equal("prometheus", Text(target.GetProperty("datasource"), "type"))));

    [Theory]
    [MemberData(nameof(Names))]
    public void Dashboard_Always_IsNotEditable(string name) => Assert.False(Dashboard.Of(name).Json.GetProperty("editable").GetBoolean());

    private static void AssertSelects(JsonElement variable, string label)
    {
        Assert.Equal(("query", label, ".+"), (Text(variable, "type"), Text(variable, "label"), Text(variable, "allValue")));
        Assert.Equal(Datasource, Text(variable.GetProperty("datasource"), "uid"));
        Assert.True(variable.GetProperty("multi").GetBoolean());
    }

    private static IEnumerable<JsonElement> Queries(string name) => Dashboard.Of(name).Variables.Where(variable => Text(variable, "type") == "query");

    private static void AssertSelectors(string name, Func<PromSelector, bool> holds) =>
        AssertExpressions(name, expression => PromSelector.Of(expression).All(holds));

    private static void AssertExpressions(string name, Func<string, bool> holds)
    {
        var expressions = Dashboard.Of(name).DataPanels.SelectMany(panel => panel.Expressions).ToList();
        Assert.NotEmpty(expressions);
        Assert.Equal([], expressions.Where(expression => !holds(expression)));
    }

    private static string Text(JsonElement json, string property) => json.GetProperty(property).GetString()!;
}
