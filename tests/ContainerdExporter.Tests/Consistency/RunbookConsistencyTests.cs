using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ContainerdExporter.Knowledge;
using Rule = ContainerdExporter.Knowledge.AlertRule;

namespace ContainerdExporter.Tests.Consistency;

/// <summary>What a runbook says of its alert is what the rule says; what it tells the reader to type is a shell's language.</summary>
public sealed partial class RunbookConsistencyTests
{
    public static TheoryData<string> Alerts => [.. Runbooks.Load().All.Select(runbook => runbook.Alert)];

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Header_Always_HasTheRulesSeveritiesCauseAndPanel(string alert)
    {
        var severity = Header(alert, "Severity");
        foreach (var rule in RulesOf(alert))
        {
            Assert.Contains(rule.Severity, severity, StringComparison.Ordinal);
            Assert.Equal($"dashboard `{rule.Dashboard}`, panel {rule.Panel}", Header(alert, "Panel"));
        }

        Assert.Equal(Repository.Rules.First(rule => rule.Name == alert).Cause, Header(alert, "Cause").Split(' ')[0]);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Header_Always_NamesEveryMetricOfTheExpression(string alert)
    {
        var metrics = RulesOf(alert).SelectMany(rule => Metric().Matches(rule.Expression)).Select(match => match.Value).Distinct(StringComparer.Ordinal);
        Assert.Equal([], metrics.Where(metric => !Header(alert, "Metric").Contains(metric, StringComparison.Ordinal)));
    }

    /// <summary>Every duration of the rule stands in the runbook's threshold, in words.</summary>
    [Theory]
    [MemberData(nameof(Alerts))]
    public void Threshold_Always_HasTheRulesDurations(string alert)
    {
        var threshold = Header(alert, "Threshold");
        foreach (var rule in RulesOf(alert))
        {
            var durations = Window().Matches(rule.Expression).Select(match => match.Groups["duration"].Value).Append(rule.For).OfType<string>();
            Assert.All(durations, duration => Assert.True(
                threshold.Contains(InWords(duration), StringComparison.Ordinal) || threshold.Contains($"[{duration}]", StringComparison.Ordinal),
                $"no '{InWords(duration)}' in: {threshold}"));
        }
    }

    /// <summary>Every number that a value is compared with, but for the zeros and ones of states.</summary>
    [Theory]
    [MemberData(nameof(Alerts))]
    public void Threshold_Always_HasTheRulesNumbers(string alert)
    {
        var threshold = Header(alert, "Threshold");
        foreach (var text in RulesOf(alert).SelectMany(rule => Comparison().Matches(rule.Expression)).Select(match => match.Groups["number"].Value))
        {
            var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            if (number is not (0 or 1))
            {
                Assert.Contains(
                    number < 1 ? $"{number * 100:0.##} %" : number >= 1 << 30 ? $"{number / (1 << 30):0.##} GiB" : $"{number:0.##}",
                    threshold,
                    StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public async Task Commands_Always_AreWhatAShellParses(string alert)
    {
        var blocks = Block().Matches(Runbooks.Load().Find(alert)!.Markdown).Select(match => match.Groups["text"].Value).ToList();
        Assert.NotEmpty(blocks);
        foreach (var block in blocks)
        {
            Assert.Equal(string.Empty, await ParseAsync(block));
        }
    }

    private static async Task<string> ParseAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", "-n") { RedirectStandardInput = true, RedirectStandardError = true })!;
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        return await shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static IEnumerable<Rule> RulesOf(string alert) => Rule.ParseAll(AlertRules.Text).Where(rule => rule.Alert == alert);

    private static string Header(string alert, string row) =>
        Runbooks.Load().Find(alert)!.Markdown.Split('\n').Single(line => line.StartsWith($"| {row} | ", StringComparison.Ordinal))[(row.Length + 5)..^2];

    private static string InWords(string duration)
    {
        var count = int.Parse(duration[..^1], NumberStyles.None, CultureInfo.InvariantCulture);
        var unit = duration[^1] switch { 's' => "second", 'm' => "minute", 'h' => "hour", 'd' => "day", _ => throw new FormatException(duration) };
        return $"{count} {unit}{(count == 1 ? string.Empty : "s")}";
    }

    [GeneratedRegex(@"\bcontainerd_[a-z_]+|\bup(?=\{)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Metric();

    [GeneratedRegex(@"\[(?<duration>\d+[smhd])\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Window();

    [GeneratedRegex(@"[<>=]=?\s*(?<number>\d+(?:\.\d+)?(?:e\d+)?)(?![\d.]*\s*[*])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^ *```bash\n(?<text>.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}
