using ContainerdExporter.Knowledge;
using ContainerdExporter.Tests.Consistency;
using YamlDotNet.Serialization;

namespace ContainerdExporter.Tests.Knowledge;

public sealed class AlertRulesTests
{
    [Fact]
    public void Text_Always_IsTheFileOfTheRepository() =>
        Assert.Equal(File.ReadAllText(Repository.PathTo("alerts/containerd.rules.yml")), AlertRules.Text);

    [Theory]
    [InlineData("https://wiki.example/runbooks")]
    [InlineData("https://wiki.example/runbooks/")]
    public void WithRunbooksAt_Url_MovesEveryLink(string url)
    {
        var rules = AlertRules.WithRunbooksAt(AlertRules.Text, new Uri(url));
        Assert.DoesNotContain("$labels.instance }}/runbooks", rules, StringComparison.Ordinal);
        Assert.Contains("runbook_url: https://wiki.example/runbooks/ContainerdDown\n", rules, StringComparison.Ordinal);
    }

    [Fact]
    public void ParseAll_OwnFile_IsWhatAYamlParserReads()
    {
        var expected = RulesOf(AlertRules.Text).Select(rule => (
            (string)rule["alert"],
            ((string)rule["expr"]).Trim(),
            rule.TryGetValue("for", out var hold) ? (string?)hold : null,
            Map(rule["labels"])["severity"],
            Map(rule["annotations"])["__dashboardUid__"],
            Map(rule["annotations"])["__panelId__"]));
        Assert.Equal(expected, ContainerdExporter.Knowledge.AlertRule.ParseAll(AlertRules.Text).Select(rule =>
            (rule.Alert, rule.Expression.Trim(), rule.For, rule.Severity, rule.Dashboard, rule.Panel)));
    }

    [Fact]
    public void WithDashboardsAt_Url_EveryAlertLinksToItsPanel()
    {
        var rules = RulesOf(AlertRules.WithDashboardsAt(AlertRules.Text, new Uri("https://grafana.example/g/")));
        Assert.All(rules, rule =>
        {
            var annotations = Map(rule["annotations"]);
            Assert.Equal(
                $"https://grafana.example/g/d/{annotations["__dashboardUid__"]}?viewPanel={annotations["__panelId__"]}&var-instance={{{{ $labels.instance | urlquery }}}}",
                annotations["dashboard_url"]);
        });
    }

    [Fact]
    public void AsPrometheusRule_Rules_AreTheSameBelowSpec()
    {
        var document = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(AlertRules.AsPrometheusRule(AlertRules.Text));
        Assert.Equal("PrometheusRule", document["kind"]);
        var serializer = new SerializerBuilder().Build();
        Assert.Equal(
            serializer.Serialize(new DeserializerBuilder().Build().Deserialize<object>(AlertRules.Text)),
            serializer.Serialize(document["spec"]));
    }

    private static List<Dictionary<string, object>> RulesOf(string yaml)
    {
        var document = new DeserializerBuilder().Build().Deserialize<Dictionary<string, List<Dictionary<string, object>>>>(yaml);
        return
        [
            .. document["groups"]
                .SelectMany(group => (List<object>)group["rules"])
                .Cast<Dictionary<object, object>>()
                .Select(rule => rule.ToDictionary(pair => (string)pair.Key, pair => pair.Value)),
        ];
    }

    private static Dictionary<string, string> Map(object node) =>
        ((Dictionary<object, object>)node).ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value);
}
