using System.Globalization;
using System.Text.RegularExpressions;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using YamlDotNet.RepresentationModel;

namespace ContainerdExporter.EndToEnd.Alerting;

/// <summary>
/// Four more tests of each rule, made from the first of <c>containerd.rules.test.yml</c> in which it fires: the same fault with scrapes
/// missed, with the exporter restarted in its midst, beside a healthy second containerd, and on one node of a fleet. What is expected
/// stays the same, to the letter.
/// </summary>
public static partial class RuleVariants
{
    private const int FleetSize = 6;

    /// <summary>What is missed must have been before the alert fires, and after the fault began.</summary>
    private const int SamplesBeforeFiring = 3;

    /// <summary>Prometheus writes <c>up</c> itself, at every scrape, missed ones too.</summary>
    private const string Up = "up{";

    public static IEnumerable<YamlMappingNode> Of(RuleKey rule)
    {
        var test = FirstFiring(rule);
        var firing = SampleOfFirstFiring(test, rule);
        yield return Variant(test, rule, "with scrapes missed", series => IsUp(series) ? [series] : [series with { Values = [.. Missed(series.Values, firing - SamplesBeforeFiring, firing)] }]);
        yield return Variant(test, rule, "over a restart of the exporter", series => IsUp(series) ? [series] : [series with { Values = [.. Restarted(series, firing - SamplesBeforeFiring)] }]);
        if (rule.Alert != "ContainerdExporterDown" && HasAddress(test))
        {
            yield return Variant(test, rule, "beside a healthy containerd", series => series.Address is null ? [series] : [series, Healthy(series) with { Address = "/run/healthy/containerd.sock" }]);
        }

        yield return Variant(test, rule, "on one node of a fleet", series => [series, .. Fleet(series)]);
    }

    /// <summary>The others are healthy; one of them misses scrapes, one restarts its exporter.</summary>
    private static IEnumerable<Series> Fleet(Series series) => Enumerable.Range(2, FleetSize - 1)
        .Select(number => Healthy(series) with { Instance = $"fleet{number}:10110" })
        .Select((node, i) => (i, IsUp(node)) switch
        {
            (0, false) => node with { Values = [.. Missed(node.Values, SamplesBeforeFiring, node.Values.Count / 2)] },
            (1, false) => node with { Values = [.. Restarted(node, node.Values.Count / 2)] },
            _ => node,
        });

    private static Series Healthy(Series series) => series with { Values = [.. series.Values.Select(_ => series.Values[0])] };

    private static IEnumerable<string> Missed(IReadOnlyList<string> values, params int[] at) => values.Select((value, i) => at.Contains(i) ? SampleNotation.Stale : value);

    /// <summary>One scrape fails, and counters begin anew: with what has happened since the scrape before.</summary>
    private static IEnumerable<string> Restarted(Series series, int at)
    {
        var before = series.IsCounter && double.TryParse(series.Values[at - 1], CultureInfo.InvariantCulture, out var counted) ? counted : 0;
        return series.Values.Select((value, i) =>
            i == at ? SampleNotation.Stale
            : i > at && before > 0 && double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? (number - before).ToString("R", CultureInfo.InvariantCulture)
            : value);
    }

    private static YamlMappingNode Variant(YamlMappingNode test, RuleKey rule, string how, Func<Series, IEnumerable<Series>> change) => new(
        new YamlScalarNode("name"), new YamlScalarNode($"{rule.Alert} ({rule.Severity}) {how}"),
        new YamlScalarNode("interval"), test["interval"],
        new YamlScalarNode("input_series"), new YamlSequenceNode(SeriesOf(test).SelectMany(change).Select(series => series.ToYaml())),
        new YamlScalarNode("alert_rule_test"), new YamlSequenceNode(((YamlSequenceNode)test["alert_rule_test"]).Where(check => check["alertname"].ToString() == rule.Alert)));

    /// <summary>Of one node, so that what another does is this file's alone.</summary>
    private static YamlMappingNode FirstFiring(RuleKey rule)
    {
        var test = Tests().FirstOrDefault(test =>
            FiringChecks(test, rule).Any() && SeriesOf(test).Select(series => series.Instance).Distinct(StringComparer.Ordinal).Count() == 1);
        Assert.True(test is not null, $"no rule test in which {rule.Alert} fires as {rule.Severity}");
        return test!;
    }

    private static int SampleOfFirstFiring(YamlMappingNode test, RuleKey rule) =>
        (int)(Seconds(FiringChecks(test, rule).First()["eval_time"].ToString()) / Seconds(test["interval"].ToString()));

    private static IEnumerable<YamlNode> FiringChecks(YamlMappingNode test, RuleKey rule) => ((YamlSequenceNode)test["alert_rule_test"]).Where(check =>
        check["alertname"].ToString() == rule.Alert &&
        ((YamlSequenceNode)check["exp_alerts"]).Any(alert => alert["exp_labels"]["severity"].ToString() == rule.Severity));

    /// <summary>Every rule test as it is written.</summary>
    public static IEnumerable<YamlMappingNode> Tests()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Repository.PathOf("alerts/containerd.rules.test.yml"))));
        return ((YamlSequenceNode)yaml.Documents[0].RootNode["tests"]).Cast<YamlMappingNode>();
    }

    private static IEnumerable<Series> SeriesOf(YamlMappingNode test) => ((YamlSequenceNode)test["input_series"]).Select(Series.Of);

    private static bool HasAddress(YamlMappingNode test) => SeriesOf(test).Any(series => series.Address is not null);

    private static bool IsUp(Series series) => series.Text.StartsWith(Up, StringComparison.Ordinal);

    private static double Seconds(string duration) => Part().Matches(duration).Sum(part => double.Parse(part.Groups["number"].Value, CultureInfo.InvariantCulture) * part.Groups["unit"].Value switch
    {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => 86400,
    });

    [GeneratedRegex(@"(?<number>\d+)(?<unit>[smhd])", RegexOptions.ExplicitCapture)]
    private static partial Regex Part();
}
