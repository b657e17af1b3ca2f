using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using YamlDotNet.RepresentationModel;

namespace ContainerdExporter.EndToEnd.Alerting;

/// <summary>
/// No rule is shaken by what happens to scrapes and exporters, nor takes one daemon or node for another, nor means anything else in
/// another release of Prometheus.
/// </summary>
public sealed class RuleVariantTests
{
    private const int LeastForEachRule = 3;

    public static TheoryData<string> Releases => MonitoringRelease.All;

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task EveryRule_WithScrapesMissedExporterRestartedAndHealthyNeighbours_FiresAsBefore(string release)
    {
        var folder = WorkFolder.Create($"rule-variants-{release}");
        var files = RuleLabels.All().GroupBy(rule => rule.Alert, StringComparer.Ordinal).Select(alert => WriteVariants(folder, alert.Key, [.. alert]));
        await TestAsync(release, files);
    }

    /// <summary>The tests as they are written, which the installed release runs in one piece.</summary>
    [Theory]
    [InlineData(MonitoringRelease.Middle)]
    [InlineData(MonitoringRelease.Newest)]
    public async Task EveryTest_InANewerRelease_PassesAsWell(string release)
    {
        var folder = WorkFolder.Create($"rule-tests-{release}");
        var files = RuleVariants.Tests().GroupBy(test => string.Join('-', AlertsOf(test)), StringComparer.Ordinal)
            .Select((group, i) => Write(folder, $"{i}", AlertsOf(group.First()), group));
        await TestAsync(release, files);
    }

    private static IReadOnlyList<string> AlertsOf(YamlMappingNode test) =>
        [.. ((YamlSequenceNode)test["alert_rule_test"]).Select(check => check["alertname"].ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static async Task TestAsync(string release, IEnumerable<string> files)
    {
        var result = await Command.TryRunAsync([MonitoringRelease.ProgramOf(release, "promtool"), "test", "rules", .. files]);
        Assert.True(result.ExitCode == 0, $"{result.Output}{result.Error}");
    }

    private static string WriteVariants(string folder, string alert, IReadOnlyList<RuleKey> rules)
    {
        var tests = rules.SelectMany(RuleVariants.Of).ToList();
        Assert.True(tests.Count >= rules.Count * LeastForEachRule);
        return Write(folder, alert, [alert], tests);
    }

    /// <summary>Tests and the rules that they are about alone: promtool evaluates every rule of a file at every step.</summary>
    private static string Write(string folder, string name, IReadOnlyList<string> alerts, IEnumerable<YamlMappingNode> tests)
    {
        var own = RuleLabels.Nodes().Where(rule => alerts.Contains(rule["alert"].ToString(), StringComparer.Ordinal));
        var group = new YamlMappingNode(new YamlScalarNode("name"), new YamlScalarNode("own"), new YamlScalarNode("rules"), new YamlSequenceNode(own));
        ScaledYaml.Save(new YamlMappingNode(new YamlScalarNode("groups"), new YamlSequenceNode(group)), Path.Combine(folder, $"{name}.rules.yml"));
        var file = Path.Combine(folder, $"{name}.test.yml");
        ScaledYaml.Save(
            new YamlMappingNode(
                new YamlScalarNode("rule_files"), new YamlSequenceNode(new YamlScalarNode($"{name}.rules.yml")),
                new YamlScalarNode("evaluation_interval"), new YamlScalarNode("30s"),
                new YamlScalarNode("tests"), new YamlSequenceNode(tests)),
            file);
        return file;
    }
}
