using System.Text.Json;
using ContainerdExporter.Tests.Consistency;

namespace ContainerdExporter.Tests.Dashboards;

/// <summary>A dashboard as it is shipped.</summary>
internal sealed class Dashboard
{
    private Dashboard(string name)
    {
        Name = name;
        Json = JsonDocument.Parse(File.ReadAllText(Repository.PathTo($"grafana/{name}.json"))).RootElement;
        Panels = [.. Json.GetProperty("panels").EnumerateArray().Select(json => new Panel(json))];
        Variables = [.. Json.GetProperty("templating").GetProperty("list").EnumerateArray()];
    }

    public static Dashboard Fleet { get; } = new("containerd-fleet");

    public static Dashboard Node { get; } = new("containerd-node");

    public static IReadOnlyList<Dashboard> All { get; } = [Fleet, Node];

    public string Name { get; }

    public JsonElement Json { get; }

    /// <summary>Rows included.</summary>
    public IReadOnlyList<Panel> Panels { get; }

    /// <summary>All but the rows and texts.</summary>
    public IEnumerable<Panel> DataPanels => Panels.Where(panel => panel.Type is not ("row" or "text"));

    public IReadOnlyList<JsonElement> Variables { get; }

    public static Dashboard Of(string name) => All.Single(dashboard => dashboard.Name == name);

    public JsonElement Variable(string name) => Variables.Single(variable => variable.GetProperty("name").GetString() == name);

    public Panel Panel(int id) => Panels.Single(panel => panel.Id == id);
}

/// <summary>A panel of a dashboard.</summary>
internal sealed class Panel(JsonElement json)
{
    public JsonElement Json => json;

    public int Id { get; } = json.GetProperty("id").GetInt32();

    public string Type { get; } = json.GetProperty("type").GetString()!;

    public string Title => Text("title");

    public string Description => Text("description");

    public IReadOnlyList<string> Expressions { get; } = json.TryGetProperty("targets", out var targets)
        ? [.. targets.EnumerateArray().Select(target => target.GetProperty("expr").GetString()!)]
        : [];

    public JsonElement Defaults => json.GetProperty("fieldConfig").GetProperty("defaults");

    public IEnumerable<JsonElement> Overrides => json.GetProperty("fieldConfig").GetProperty("overrides").EnumerateArray();

    /// <summary>The links of the panel's head.</summary>
    public IEnumerable<string> Links => json.TryGetProperty("links", out var links)
        ? links.EnumerateArray().Select(link => link.GetProperty("url").GetString()!)
        : [];

    /// <summary>A property of all fields, and what overrides it.</summary>
    public IEnumerable<JsonElement> Configured(string property)
    {
        var overridden = Overrides
            .SelectMany(each => each.GetProperty("properties").EnumerateArray())
            .Where(each => each.GetProperty("id").GetString() == property)
            .Select(each => each.GetProperty("value"));
        return Defaults.TryGetProperty(property, out var value) ? overridden.Prepend(value) : overridden;
    }

    public override string ToString() => $"{Id} {Title}";

    private string Text(string property) => json.TryGetProperty(property, out var text) ? text.GetString()! : string.Empty;
}
