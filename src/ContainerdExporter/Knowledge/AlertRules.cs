using System.Text;

namespace ContainerdExporter.Knowledge;

/// <summary>The alerting rules that the binary carries, as in <c>alerts/containerd.rules.yml</c>.</summary>
internal static class AlertRules
{
    /// <summary>Where the rules point to: the exporter that saw the problem, which serves the runbooks itself.</summary>
    private const string OwnRunbooks = "http://{{ $labels.instance }}/runbooks/";

    /// <summary>The uid that every rule names.</summary>
    private const string NodeDashboard = "containerd-node";

    private const string PanelKey = "__panelId__: ";

    private static readonly Lazy<ILookup<string, AlertRule>> Parsed = new(() => AlertRule.ParseAll(Text).ToLookup(rule => rule.Alert, StringComparer.Ordinal));

    public static string Text => Resources.Read("containerd.rules.yml");

    /// <summary>The rules of an alert: several where its severity depends on the circumstances.</summary>
    public static IReadOnlyList<AlertRule> Find(string alert) => [.. Parsed.Value[alert]];

    /// <summary>The rules with their runbooks below another URL.</summary>
    public static string WithRunbooksAt(string rules, Uri url) => rules.Replace(OwnRunbooks, Base(url) + "/", StringComparison.Ordinal);

    /// <summary>The rules with a <c>dashboard_url</c> for each alert: its panel in the Grafana at the URL, for the alert's node.</summary>
    public static string WithDashboardsAt(string rules, Uri url)
    {
        var text = new StringBuilder(rules.Length * 2);
        foreach (var line in rules.Split('\n'))
        {
            text.Append(line).Append('\n');
            var at = line.IndexOf(PanelKey, StringComparison.Ordinal);
            if (at > 0 && line.AsSpan(0, at).IsWhiteSpace())
            {
                var panel = line[(at + PanelKey.Length)..].Trim('"');
                text.Append(line.AsSpan(0, at)).Append("dashboard_url: ").Append(PanelUrl(url, NodeDashboard, panel, "{{ $labels.instance | urlquery }}")).Append('\n');
            }
        }

        return text.ToString(0, text.Length - 1);
    }

    /// <summary>The rules as an object for the Prometheus operator.</summary>
    public static string AsPrometheusRule(string rules)
    {
        var text = new StringBuilder("apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: containerd-exporter\nspec:\n");
        foreach (var line in rules.TrimEnd('\n').Split('\n'))
        {
            text.Append(line.Length == 0 ? string.Empty : "  ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>One panel of a dashboard, for one node.</summary>
    public static string PanelUrl(Uri grafana, string dashboard, string panel, string instance) =>
        $"{Base(grafana)}/d/{dashboard}?viewPanel={panel}&var-instance={instance}";

    private static string Base(Uri url) => url.AbsoluteUri.TrimEnd('/');
}
