using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using YamlDotNet.RepresentationModel;

namespace ContainerdExporter.EndToEnd.Alerting;

/// <summary>No rule is shaken by what happens to scrapes and exporters, nor takes one daemon or node for another.</summary>
public sealed class RuleVariantTests
{
    private const int LeastForEachRule = 3;

    [Fact]
    public async Task EveryRule_WithScrapesMissedExporterRestartedAndHealthyNeighbours_FiresAsBefore()
    {
        var folder = WorkFolder.Create("rule-variants");
        var files = RuleLabels.All().GroupBy(rule => rule.Alert, StringComparer.Ordinal).Select(alert => Write(folder, alert.Key, [.. alert])).ToArray();
        var result = await Command.TryRunAsync(["promtool", "test", "rules", .. files]);
        Assert.True(result.ExitCode == 0, $"{result.Output}{result.Error}");
    }

    /// <summary>Tests and rules of one alert: promtool evaluates every rule of a file at every step.</summary>
    private static string Write(string folder, string alert, IReadOnlyList<RuleKey> rules)
    {
        var tests = rules.SelectMany(RuleVariants.Of).ToList();
        Assert.True(tests.Count >= rules.Count * LeastForEachRule);
        var own = RuleLabels.Nodes().Where(rule => rule["alert"].ToString() == alert);
        var group = new YamlMappingNode(new YamlScalarNode("name"), new YamlScalarNode("own"), new YamlScalarNode("rules"), new YamlSequenceNode(own));
        ScaledYaml.Save(new YamlMappingNode(new YamlScalarNode("groups"), new YamlSequenceNode(group)), Path.Combine(folder, $"{alert}.rules.yml"));
        var file = Path.Combine(folder, $"{alert}.test.yml");
        ScaledYaml.Save(
            new YamlMappingNode(
                new YamlScalarNode("rule_files"), new YamlSequenceNode(new YamlScalarNode($"{alert}.rules.yml")),
                new YamlScalarNode("evaluation_interval"), new YamlScalarNode("30s"),
                new YamlScalarNode("tests"), new YamlSequenceNode(tests)),
            file);
        return file;
    }
}
