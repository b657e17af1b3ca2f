using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ContainerdExporter.Tests.Consistency;

/// <summary>The rules of the usual linters of alerting rules (monitoring mixins; pint's checks that need no server), without exception.</summary>
public sealed partial class RuleLintTests
{
    private static readonly YamlSequenceNode Groups = Load();

    public static TheoryData<string> Alerts => [.. Repository.Rules.Select(rule => rule.Name).Distinct(StringComparer.Ordinal)];

    [Fact]
    public void Group_Always_IsSmallAndItsNameShort() => Assert.All(Groups, group =>
    {
        Assert.InRange(((YamlSequenceNode)group["rules"]).Children.Count, 1, 20);
        Assert.InRange(group["name"].ToString().Length, 1, 40);
    });

    [Fact]
    public void Group_Interval_IsTheServersOwn() => Assert.All(Groups, group => Assert.False(((YamlMappingNode)group).Children.ContainsKey("interval")));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Name_Always_IsShortCamelCaseWithTheComponentFirst(string alert)
    {
        Assert.InRange(alert.Length, 1, 40);
        Assert.Matches("^Containerd([A-Z]+[a-z0-9]+)+$", alert);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Severity_Always_IsOneOfThree(string alert) =>
        Assert.All(RulesOf(alert), rule => Assert.Contains(rule["labels"]["severity"].ToString(), new[] { "critical", "warning", "info" }));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Summary_Always_IsASentenceThatGroups(string alert) => Assert.All(RulesOf(alert), rule =>
    {
        var summary = rule["annotations"]["summary"].ToString();
        Assert.DoesNotContain("{{", summary, StringComparison.Ordinal);
        Assert.Matches(@"^[A-Z].*[^.]\.$", summary);
    });

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Description_Always_SaysWhichNode(string alert) => Assert.All(RulesOf(alert), rule =>
        Assert.Contains("{{ $labels.instance }}", rule["annotations"]["description"].ToString(), StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Labels_Always_AreConstant(string alert) => Assert.All(RulesOf(alert), rule =>
        Assert.All((YamlMappingNode)rule["labels"], label => Assert.DoesNotContain("{{", label.Value.ToString(), StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Expression_Always_Compares(string alert) => Assert.All(RulesOf(alert), rule =>
        Assert.Matches(@"[<>]|[=!]=(?!~)", Matchers().Replace(rule["expr"].ToString(), string.Empty)));

    /// <summary>topk in an alert flaps with the order of the series.</summary>
    [Theory]
    [MemberData(nameof(Alerts))]
    public void Expression_Always_IsStable(string alert) => Assert.All(RulesOf(alert), rule =>
        Assert.DoesNotMatch(@"\b(topk|bottomk|limitk|absent)\b", rule["expr"].ToString()));

    /// <summary>An expression that is anchored anyway, or matches one word alone, is better written plainly.</summary>
    [Theory]
    [MemberData(nameof(Alerts))]
    public void Matcher_OfARegularExpression_NeedsToBeOne(string alert) => Assert.All(
        RulesOf(alert).SelectMany(rule => RegexMatcher().Matches(rule["expr"].ToString())).Select(match => match.Groups["pattern"].Value),
        pattern =>
        {
            Assert.DoesNotMatch(@"^\^|\$$", pattern);
            Assert.Matches(@"[|.*+?()\[]", pattern);
        });

    /// <summary>A counter is only read as growth.</summary>
    [Theory]
    [MemberData(nameof(Alerts))]
    public void Counter_Always_IsReadAsGrowth(string alert) => Assert.All(RulesOf(alert), rule =>
        Assert.All(Counter().Matches(rule["expr"].ToString()), match => Assert.Matches(@"(rate|increase)\($", match.Groups["before"].Value)));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void For_WhereGiven_IsNotTheDefault(string alert) => Assert.All(RulesOf(alert), rule =>
    {
        if (rule.Children.TryGetValue("for", out var hold))
        {
            Assert.Matches("^[1-9][0-9]*[smh]$", hold.ToString());
        }
    });

    private static IEnumerable<YamlMappingNode> RulesOf(string alert) =>
        Groups.SelectMany(group => (YamlSequenceNode)group["rules"]).Cast<YamlMappingNode>().Where(rule => rule["alert"].ToString() == alert);

    private static YamlSequenceNode Load()
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Repository.PathTo("alerts/containerd.rules.yml"));
        yaml.Load(reader);
        return (YamlSequenceNode)yaml.Documents[0].RootNode["groups"];
    }

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Matchers();

    [GeneratedRegex("[=!]~\"(?<pattern>[^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RegexMatcher();

    [GeneratedRegex(@"(?<before>\w*\(?)\bcontainerd_\w+_total\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Counter();
}
