using System.Net.Http.Json;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using YamlDotNet.RepresentationModel;

namespace ContainerdExporter.EndToEnd.Alerting;

/// <summary>
/// A real Alertmanager with the example configuration, given what fires with each cause, all at once: the one notification about the
/// node names the cause. Each case is a cluster of its own.
/// </summary>
public sealed class InhibitionTests
{
    private const string Sick = "sick:10110";

    /// <summary>Long enough for everything posted at once to be seen before the first notification.</summary>
    private static readonly TimeSpan GroupWait = TimeSpan.FromSeconds(2);

    /// <summary>Soon: what was held back at first would be sent by then.</summary>
    private static readonly TimeSpan GroupInterval = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyDictionary<RuleKey, IReadOnlyDictionary<string, string>> labels = RuleLabels.Load();

    [Fact]
    public void Cases_Always_CoverEveryRuleOnce() =>
        Assert.Equal(RuleLabels.All().Select(Text).Order(StringComparer.Ordinal), InhibitionCase.All.Select(each => Text(each.Cause)).Order(StringComparer.Ordinal));

    /// <summary>A source or a target of the configuration that no case shows to be one would be a claim without proof.</summary>
    [Fact]
    public void Cases_Always_CoverEverySourceAndTarget()
    {
        foreach (var rule in InhibitRules())
        {
            var sources = Matching(rule, "source_matchers").ToList();
            var targets = Matching(rule, "target_matchers").ToList();
            Assert.NotEmpty(sources);
            Assert.NotEmpty(targets);
            foreach (var source in sources)
            {
                var shown = InhibitionCase.All.Where(each => each.Cause == source).SelectMany(each => each.Symptoms).Select(symptom => symptom.Alert).ToHashSet(StringComparer.Ordinal);
                Assert.Equal([], targets.Select(target => target.Alert).Where(target => target != source.Alert && !shown.Contains(target)));
            }
        }
    }

    public static TheoryData<string> Releases => MonitoringRelease.All;

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Cause_WithItsSymptoms_IsTheOnlyNotificationOfItsNode(string release)
    {
        await using var receiver = new WebhookReceiver();
        await receiver.StartAsync();
        await using var alertmanager = new Alertmanager(release);
        await alertmanager.StartAsync(receiver.Url, GroupWait, GroupInterval);

        var expected = InhibitionCase.All.SelectMany(Expected).Select(Text).Order(StringComparer.Ordinal).ToList();
        await PostAsync(alertmanager, InhibitionCase.All.SelectMany(each => Firing(each)));

        await Eventually.HoldsAsync(
            "all that must be notified is",
            TimeSpan.FromSeconds(30),
            () => Task.FromResult(expected.Except(Seen(receiver), StringComparer.Ordinal).FirstOrDefault() is null),
            () => $"missing:\n{string.Join('\n', expected.Except(Seen(receiver), StringComparer.Ordinal))}");
        await Task.Delay(GroupInterval * 2, TestContext.Current.CancellationToken);
        Assert.Equal(expected, Seen(receiver));
    }

    /// <summary>On the sick node; then each symptom alone on another node, and alone at another address of the sick node.</summary>
    private IEnumerable<IReadOnlyDictionary<string, string>> Firing(InhibitionCase each) =>
    [
        At(each, each.Cause, Sick, address: null),
        .. each.Symptoms.Select(symptom => At(each, symptom, Sick, address: null)),
        .. Elsewhere(each),
    ];

    private IEnumerable<IReadOnlyDictionary<string, string>> Expected(InhibitionCase each) => [At(each, each.Cause, Sick, address: null), .. Elsewhere(each)];

    private IEnumerable<IReadOnlyDictionary<string, string>> Elsewhere(InhibitionCase each) =>
    [
        .. each.Symptoms.Select(symptom => At(each, symptom, $"{symptom.Alert}-{symptom.Severity}:10110", address: null)),
        .. each.Symptoms.Where(symptom => labels[symptom].ContainsKey("address") && labels[each.Cause].ContainsKey("address"))
            .Select(symptom => At(each, symptom, Sick, $"/run/{symptom.Alert}-{symptom.Severity}.sock")),
    ];

    /// <summary>The rule's own labels, with those that say where set to the case's.</summary>
    private Dictionary<string, string> At(InhibitionCase each, RuleKey rule, string instance, string? address)
    {
        var own = new Dictionary<string, string>(labels[rule], StringComparer.Ordinal) { ["instance"] = instance, ["cluster"] = each.Name };
        foreach (var (name, value) in new[] { ("address", address ?? ContainerdDaemon.Address), ("mountpoint", ContainerdDaemon.Root), ("device", "/dev/sdb1") })
        {
            if (own.ContainsKey(name))
            {
                own[name] = value;
            }
        }

        return own;
    }

    private static async Task PostAsync(Alertmanager alertmanager, IEnumerable<IReadOnlyDictionary<string, string>> alerts)
    {
        using var answer = await HttpProbe.Client.PostAsJsonAsync(new Uri(alertmanager.Url, "api/v2/alerts"), alerts.Select(alert => new { labels = alert }));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static List<string> Seen(WebhookReceiver receiver)
    {
        var notifications = receiver.All;
        Assert.All(notifications, each => Assert.Equal(each.Labels["severity"] == "critical" ? "pager" : "tickets", each.Receiver));
        return [.. notifications.Select(each => Text(each.Labels)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static string Text(IReadOnlyDictionary<string, string> alert) =>
        $"{alert["cluster"]}: {alert["alertname"]}/{alert["severity"]} of {alert["instance"]} {alert.GetValueOrDefault("address")}";

    private static string Text(RuleKey rule) => $"{rule.Alert}/{rule.Severity}";

    private static YamlSequenceNode InhibitRules()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Repository.PathOf("alerts/alertmanager.example.yml"))));
        return (YamlSequenceNode)yaml.Documents[0].RootNode["inhibit_rules"];
    }

    /// <summary>The rules that all matchers of a list match.</summary>
    private static IEnumerable<RuleKey> Matching(YamlNode rule, string key) => RuleLabels.All().Where(each =>
        ((YamlSequenceNode)rule[key]).All(matcher => LabelMatcher.Parse(matcher.ToString()) is var (label, matches) && matches(label switch
        {
            "alertname" => each.Alert,
            "severity" => each.Severity,
            _ => throw new FormatException($"{matcher}: a label that this test does not know"),
        })));
}
