using System.Text.Json;

namespace ContainerdExporter.EndToEnd.Fixtures.Dashboards;

/// <summary>A panel of a shipped dashboard.</summary>
public sealed class DashboardPanel(string dashboard, JsonElement json)
{
    private const string Good = "#009E73";

    public string Dashboard => dashboard;

    public int Id { get; } = json.GetProperty("id").GetInt32();

    public IReadOnlyList<PanelQuery> Queries { get; } = json.TryGetProperty("targets", out var targets)
        ? [.. targets.EnumerateArray().Select(target => new PanelQuery(
            $"{dashboard}/{json.GetProperty("id").GetInt32()}/{target.GetProperty("refId").GetString()}",
            target.GetProperty("expr").GetString()!,
            !target.TryGetProperty("instant", out var instant) || !instant.GetBoolean()))]
        : [];

    /// <summary>Whether the panel shows a value in another colour than that of what is well: by its mappings, else by its thresholds.</summary>
    public bool Judges(double value)
    {
        var field = json.GetProperty("fieldConfig").GetProperty("defaults");
        if (field.TryGetProperty("mappings", out var mappings))
        {
            var options = mappings.EnumerateArray().First().GetProperty("options");
            return options.TryGetProperty($"{value}", out var state) && state.GetProperty("color").GetString() != Good;
        }

        var steps = field.GetProperty("thresholds").GetProperty("steps").EnumerateArray();
        var reached = steps.Last(step => step.GetProperty("value") is { ValueKind: JsonValueKind.Null } || step.GetProperty("value").GetDouble() <= value);
        return reached.GetProperty("color").GetString() != Good;
    }
}

/// <summary>One query of a panel.</summary>
/// <param name="Name">dashboard/panel/query.</param>
/// <param name="Expression">With the dashboard's variables in it.</param>
/// <param name="IsRange">Whether Grafana asks for a time range.</param>
public sealed record PanelQuery(string Name, string Expression, bool IsRange);
