using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ContainerdExporter.Tests.Consistency;

/// <summary>Every rule has each kind of test: that it waits, fires and clears, and that its alert stays quiet for what only looks alike.</summary>
public sealed partial class RuleTestKindsTests
{
    private static readonly IReadOnlyList<RuleTest> Tests = Load();

    public static TheoryData<string, string> Rules => [.. Repository.Rules.Select(rule => (rule.Name, rule.Severity)).Distinct()];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_Always_IsTestedBeforeDuringAndAfter(string alert, string severity)
    {
        var checks = Tests.Select(test => test.ChecksOf(alert)).Where(test => test.Exists(check => check.Severities.Contains(severity))).ToList();

        Assert.NotEmpty(checks);
        Assert.Contains(checks, test => IsQuiet(test[0], severity));
        Assert.Contains(checks, test => IsQuiet(test[^1], severity));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Alert_Always_HasATestInWhichItStaysQuiet(string alert, string severity)
    {
        Assert.NotEmpty(severity);
        Assert.Contains(Tests, test =>
            test.Name.Contains("quiet", StringComparison.Ordinal) && test.ChecksOf(alert) is { Count: > 0 } checks && checks.TrueForAll(check => check.Severities.Count == 0));
    }

    /// <summary>A test about an alert says so, and no test checks an alert that does not exist: promtool would be content.</summary>
    [Fact]
    public void Test_Always_ChecksAlertsThatExist() =>
        Assert.Equal([], Tests.SelectMany(test => test.Checks).Select(check => check.Alert).Except(Repository.Rules.Select(rule => rule.Name), StringComparer.Ordinal));

    private static bool IsQuiet(Check check, string severity) => !check.Severities.Contains(severity);

    private static List<RuleTest> Load()
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Repository.PathTo("alerts/containerd.rules.test.yml"));
        yaml.Load(reader);
        return
        [
            .. ((YamlSequenceNode)yaml.Documents[0].RootNode["tests"]).Select(test => new RuleTest(
                test["name"].ToString(),
                [
                    .. ((YamlSequenceNode)test["alert_rule_test"]).Select(check => new Check(
                        check["alertname"].ToString(),
                        Seconds(check["eval_time"].ToString()),
                        [.. ((YamlSequenceNode)check["exp_alerts"]).Select(alert => alert["exp_labels"]["severity"].ToString())])),
                ])),
        ];
    }

    private static int Seconds(string duration) => DurationPart().Matches(duration).Sum(part =>
        int.Parse(part.Groups["number"].Value, CultureInfo.InvariantCulture) * part.Groups["unit"].Value switch { "s" => 1, "m" => 60, "h" => 3600, _ => 86400 });

    [GeneratedRegex(@"(?<number>\d+)(?<unit>[smhd])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DurationPart();

    private sealed record RuleTest(string Name, IReadOnlyList<Check> Checks)
    {
        /// <summary>In the order of time.</summary>
        public List<Check> ChecksOf(string alert) => [.. Checks.Where(check => check.Alert == alert).OrderBy(check => check.Time)];
    }

    private sealed record Check(string Alert, int Time, IReadOnlyList<string> Severities);
}
