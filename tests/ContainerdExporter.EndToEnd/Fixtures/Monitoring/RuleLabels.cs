using YamlDotNet.RepresentationModel;

namespace ContainerdExporter.EndToEnd.Fixtures.Monitoring;

/// <summary>
/// The labels that each rule gives to an alert, of which promtool proves in <c>containerd.rules.test.yml</c> that they are exactly what
/// <c>containerd.rules.yml</c> makes of the exporter's series.
/// </summary>
public static class RuleLabels
{
    /// <summary>The first label set that the rule tests expect of an alert at a severity.</summary>
    public static IReadOnlyDictionary<RuleKey, IReadOnlyDictionary<string, string>> Load()
    {
        var found = new Dictionary<RuleKey, IReadOnlyDictionary<string, string>>();
        foreach (var check in Read("alerts/containerd.rules.test.yml", "tests").SelectMany(test => (YamlSequenceNode)test["alert_rule_test"]))
        {
            var alert = check["alertname"].ToString();
            foreach (var expected in (YamlSequenceNode)check["exp_alerts"])
            {
                var labels = ((YamlMappingNode)expected["exp_labels"]).ToDictionary(label => label.Key.ToString(), label => label.Value.ToString(), StringComparer.Ordinal);
                labels["alertname"] = alert;
                found.TryAdd(new RuleKey(alert, labels["severity"]), labels);
            }
        }

        return found;
    }

    /// <summary>Every rule there is.</summary>
    public static IReadOnlyList<RuleKey> All() => [.. Nodes().Select(rule => new RuleKey(rule["alert"].ToString(), rule["labels"]["severity"].ToString()))];

    /// <summary>Every rule as it is written.</summary>
    public static IEnumerable<YamlNode> Nodes() => Read("alerts/containerd.rules.yml", "groups").SelectMany(group => (YamlSequenceNode)group["rules"]);

    private static IEnumerable<YamlNode> Read(string path, string list)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Repository.PathOf(path))));
        return (YamlSequenceNode)yaml.Documents[0].RootNode[list];
    }
}

/// <summary>A rule: some alerts have two, by severity.</summary>
public sealed record RuleKey(string Alert, string Severity);
