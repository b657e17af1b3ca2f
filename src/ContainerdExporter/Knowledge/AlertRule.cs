namespace ContainerdExporter.Knowledge;

/// <summary>One alerting rule, as far as its runbook's page shows it.</summary>
/// <param name="Alert">Its name.</param>
/// <param name="Expression">PromQL.</param>
/// <param name="For">How long the expression must hold, as Prometheus writes it; null for at once.</param>
/// <param name="Severity">critical, warning or info.</param>
/// <param name="Dashboard">The uid of the dashboard that shows it.</param>
/// <param name="Panel">The panel's id there.</param>
internal sealed record AlertRule(string Alert, string Expression, string? For, string Severity, string Dashboard, string Panel)
{
    private const string Start = "- alert: ";

    /// <summary>Reads the rules of our own file, whose layout the tests hold to what a YAML parser says.</summary>
    public static IReadOnlyList<AlertRule> ParseAll(string rules)
    {
        var found = new List<AlertRule>();
        var lines = rules.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimStart().StartsWith(Start, StringComparison.Ordinal))
            {
                var indent = lines[i].Length - lines[i].TrimStart().Length;
                var body = lines.Skip(i + 1).TakeWhile(line => line.Length == 0 || line.Length - line.TrimStart().Length > indent).ToList();
                found.Add(Parse(lines[i].Trim()[Start.Length..], body));
            }
        }

        return found;
    }

    private static AlertRule Parse(string alert, List<string> body) => new(
        alert,
        Value(body, "expr") is { } expression && expression != "|" ? expression : Block(body, "expr"),
        Value(body, "for"),
        Value(body, "severity") ?? string.Empty,
        Value(body, "__dashboardUid__") ?? string.Empty,
        Value(body, "__panelId__")?.Trim('"') ?? string.Empty);

    private static string? Value(List<string> body, string key) =>
        body.Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith($"{key}: ", StringComparison.Ordinal))?[(key.Length + 2)..];

    /// <summary>The lines of a literal block, without its indentation.</summary>
    private static string Block(List<string> body, string key)
    {
        var at = body.FindIndex(line => line.TrimStart().StartsWith($"{key}: |", StringComparison.Ordinal));
        var indent = body[at].Length - body[at].TrimStart().Length + 2;
        return string.Join('\n', body.Skip(at + 1).TakeWhile(line => line.Length > indent && line.AsSpan(0, indent).IsWhiteSpace()).Select(line => line[indent..]));
    }
}
