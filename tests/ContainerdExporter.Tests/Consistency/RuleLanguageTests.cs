using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ContainerdExporter.Tests.Consistency;

/// <summary>
/// The rules mean the same in Prometheus 2.42 and in every later one, of which the end-to-end suite runs two: they use nothing younger
/// than 2.42, and nothing that 3.0 took away or gave another meaning (migration guide of 3.0; changelog of 2.43 to 3.x).
/// </summary>
public sealed partial class RuleLanguageTests
{
    /// <summary>Functions and aggregations that are in 2.42 and in 3.x, with the same arguments and the same meaning but for the range's left end.</summary>
    private static readonly string[] Functions =
    [
        "avg", "count", "increase", "max", "max_over_time", "min", "min_over_time", "predict_linear", "rate", "sum",
    ];

    private static readonly string[] Keywords = ["and", "by", "group_left", "group_right", "ignoring", "on", "or", "unless", "without"];

    private static readonly string[] RuleKeys = ["alert", "annotations", "expr", "for", "keep_firing_for", "labels"];

    /// <summary>Of annotations; Prometheus 3 has further ones.</summary>
    private static readonly string[] TemplateFunctions = ["printf", "humanize", "humanize1024", "humanizePercentage", "humanizeDuration", "if", "else", "end"];

    public static TheoryData<string> Alerts => [.. Repository.Rules.Select(rule => rule.Name).Distinct(StringComparer.Ordinal)];

    [Fact]
    public void File_Always_HasOnlyKeysThatTheOldestReleaseKnows()
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Repository.PathTo("alerts/containerd.rules.yml"));
        yaml.Load(reader);
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        Assert.Equal(["groups"], Keys(root));
        foreach (var group in ((YamlSequenceNode)root["groups"]).Cast<YamlMappingNode>())
        {
            Assert.Equal(["name", "rules"], Keys(group));
            Assert.All((YamlSequenceNode)group["rules"], rule => Assert.Equal([], Keys((YamlMappingNode)rule).Except(RuleKeys, StringComparer.Ordinal)));
        }
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Expression_Always_HasOnlyWordsOfBothReleases(string alert) => Assert.All(ExpressionsOf(alert), expression =>
    {
        var bare = Literal().Replace(expression, string.Empty);
        var words = Word().Matches(Selector().Replace(bare, string.Empty)).Select(word => word.Value);
        Assert.Equal([], words.Where(word => !IsMetric(word) && !Keywords.Contains(word, StringComparer.Ordinal) && !Functions.Contains(word, StringComparer.Ordinal) && !IsLabelList(bare, word)));
    });

    /// <summary>In 3.0 "." matches a line break too; no value of our labels has one, and no pattern of ours ends in the middle of a value.</summary>
    [Theory]
    [MemberData(nameof(Alerts))]
    public void Pattern_WithADot_IsOpenAtBothEnds(string alert) => Assert.All(
        ExpressionsOf(alert).SelectMany(expression => Pattern().Matches(expression)).Select(match => match.Groups["pattern"].Value),
        pattern => Assert.True(!pattern.Contains('.', StringComparison.Ordinal) || (pattern.StartsWith(".*", StringComparison.Ordinal) && pattern.EndsWith(".*", StringComparison.Ordinal)), pattern));

    /// <summary>3.0 writes le and quantile as floats and takes any UTF-8 as a name: neither is in the rules.</summary>
    [Theory]
    [MemberData(nameof(Alerts))]
    public void Expression_Always_LeavesOutWhatWasRenamedOrQuoted(string alert) => Assert.All(ExpressionsOf(alert), expression =>
    {
        Assert.DoesNotMatch(@"\b(le|quantile)\s*[=!]", expression);
        Assert.DoesNotMatch(@"\{\s*""", expression);
        Assert.DoesNotMatch(@"holt_winters|histogram_|@\s*(start|end|\d)", expression);
    });

    /// <summary>
    /// In 3.0 a range leaves out its left end. A window as wide as a whole number of scrapes then has one sample less: with the usual
    /// intervals, up to a minute, two minutes still hold two samples, so that one missed scrape leaves one.
    /// </summary>
    [Theory]
    [MemberData(nameof(Alerts))]
    public void Window_Always_HoldsTwoSamplesOfAMinuteInBothReleases(string alert) => Assert.All(
        ExpressionsOf(alert).SelectMany(expression => Window().Matches(expression)).Select(match => match.Groups["duration"].Value),
        duration => Assert.True(Minutes(duration) >= 2, duration));

    /// <summary>Subqueries and offsets by a negative duration were changed in between.</summary>
    [Theory]
    [MemberData(nameof(Alerts))]
    public void Expression_Always_HasNoSubqueryAndNoOffset(string alert) =>
        Assert.All(ExpressionsOf(alert), expression => Assert.DoesNotMatch(@"\[\w+:\w*\]|\boffset\b", expression));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Template_Always_HasOnlyFunctionsOfBothReleases(string alert) => Assert.All(
        Repository.Rules.Where(rule => rule.Name == alert).SelectMany(rule => rule.Annotations.Values).SelectMany(text => Action().Matches(text)).Select(action => action.Groups["body"].Value),
        body =>
        {
            var words = Word().Matches(Literal().Replace(Variable().Replace(body, string.Empty), string.Empty)).Select(word => word.Value);
            Assert.Equal([], words.Except(TemplateFunctions, StringComparer.Ordinal));
        });

    private static IEnumerable<string> ExpressionsOf(string alert) => Repository.Rules.Where(rule => rule.Name == alert).Select(rule => rule.Expression);

    private static IEnumerable<string> Keys(YamlMappingNode node) => node.Children.Keys.Select(key => key.ToString()).Order(StringComparer.Ordinal);

    private static bool IsMetric(string word) => word.StartsWith("containerd_", StringComparison.Ordinal) || word == "up";

    /// <summary>Labels stand in parentheses after by, without, on and ignoring.</summary>
    private static bool IsLabelList(string expression, string word) =>
        LabelList().Matches(expression).SelectMany(list => Word().Matches(list.Groups["labels"].Value)).Any(label => label.Value == word);

    private static int Minutes(string duration)
    {
        var number = int.Parse(duration.AsSpan(0, duration.Length - 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);
        return duration[^1] switch { 'm' => number, 'h' => number * 60, 'd' => number * 1440, _ => 0 };
    }

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Selector();

    [GeneratedRegex("[a-zA-Z_][a-zA-Z0-9_]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex("[=!]~\"(?<pattern>[^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\[(?<duration>\d+[smhd])\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Window();

    [GeneratedRegex(@"\b(by|without|on|ignoring)\s*\((?<labels>[^)]*)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelList();

    [GeneratedRegex(@"\{\{-?(?<body>.*?)-?\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Action();

    [GeneratedRegex(@"\$[\w.]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
