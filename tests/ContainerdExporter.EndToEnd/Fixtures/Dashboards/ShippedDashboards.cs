using System.Text.Json;
using System.Text.RegularExpressions;

namespace ContainerdExporter.EndToEnd.Fixtures.Dashboards;

/// <summary>The dashboards of this repository.</summary>
public static partial class ShippedDashboards
{
    private static readonly JsonElement[] Files = [Load("containerd-fleet"), Load("containerd-node")];

    public static IReadOnlyList<DashboardPanel> Panels { get; } =
    [
        .. Files.SelectMany(file => file.GetProperty("panels").EnumerateArray().Select(panel => new DashboardPanel(file.GetProperty("uid").GetString()!, panel))),
    ];

    /// <summary>What the annotations ask for; any of them may be without an answer.</summary>
    public static IReadOnlyList<PanelQuery> Annotations { get; } =
    [
        .. Files.SelectMany(file => file.GetProperty("annotations").GetProperty("list").EnumerateArray())
            .Select(each => new PanelQuery($"annotation {each.GetProperty("name").GetString()}", each.GetProperty("expr").GetString()!, IsRange: true)),
    ];

    /// <summary>The series whose labels the variables offer, and the label.</summary>
    public static IReadOnlyList<(string Name, string Series, string Label)> Variables { get; } =
    [
        .. Files.SelectMany(file => file.GetProperty("templating").GetProperty("list").EnumerateArray())
            .Where(each => each.GetProperty("type").GetString() == "query")
            .Select(each => (each.GetProperty("name").GetString()!, LabelValues().Match(each.GetProperty("query").GetString()!)))
            .Select(each => (each.Item1, each.Item2.Groups["series"].Value, each.Item2.Groups["label"].Value)),
    ];

    /// <summary>The panel that an alert points to.</summary>
    public static DashboardPanel PanelOf(string alert)
    {
        var rules = File.ReadAllText(Repository.PathOf("alerts/containerd.rules.yml"));
        var id = int.Parse(Regex.Match(rules, $"alert: {alert}\n.*?__panelId__: \"(?<id>\\d+)\"", RegexOptions.Singleline).Groups["id"].Value);
        return Panels.Single(panel => panel.Dashboard == "containerd-node" && panel.Id == id);
    }

    private static JsonElement Load(string name) => JsonDocument.Parse(File.ReadAllText(Repository.PathOf($"grafana/{name}.json"))).RootElement;

    [GeneratedRegex(@"^label_values\((?<series>.+), (?<label>\w+)\)$", RegexOptions.ExplicitCapture)]
    private static partial Regex LabelValues();
}
