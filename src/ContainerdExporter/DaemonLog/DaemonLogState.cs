using System.Text.Json.Serialization;

namespace ContainerdExporter.DaemonLog;

/// <summary>What a restarted exporter must know to count on.</summary>
internal sealed record DaemonLogState
{
    /// <summary>By the instance's address.</summary>
    public Dictionary<string, SavedLog> Logs { get; init; } = [];
}

/// <summary>One log: everything up to a place is in the totals, and nothing after it.</summary>
internal sealed record SavedLog
{
    /// <summary>As <see cref="LogTarget.Source"/>: the totals of another are of no use.</summary>
    public string Source { get; init; } = string.Empty;

    public LogPlace? Place { get; init; }

    /// <summary>By the pattern's label; those that this release does not know are left out.</summary>
    public Dictionary<string, SavedPattern> Patterns { get; init; } = [];

    /// <summary>By the severity's label.</summary>
    public Dictionary<string, long> Lines { get; init; } = [];

    public long Skipped { get; init; }

    /// <summary>Whether numbers are what counters can be.</summary>
    [JsonIgnore]
    public bool IsPlausible =>
        Source is not null && Place is not null && Skipped >= 0 &&
        Patterns is not null && Patterns.Values.All(each => each is { Count: >= 0, Last: not null } && each.Last.All(line => line?.Text is not null)) &&
        Lines is not null && Lines.Values.All(count => count >= 0);

    public static SavedLog Of(string source, LogPlace place, LogTotals totals) => new()
    {
        Source = source,
        Place = place,
        Patterns = totals.Patterns.ToDictionary(each => each.Key.ToLabel(), each => new SavedPattern { Count = each.Value.Count, Last = [.. each.Value.Last] }, StringComparer.Ordinal),
        Lines = totals.Lines.ToDictionary(each => each.Key.ToLabel(), each => each.Value, StringComparer.Ordinal),
        Skipped = totals.Skipped,
    };

    public LogTotals Totals()
    {
        var patterns = new Dictionary<LogPattern, PatternTotal>();
        foreach (var pattern in LogPatterns.All)
        {
            if (Patterns.TryGetValue(pattern.ToLabel(), out var saved))
            {
                patterns[pattern] = new PatternTotal(saved.Count, [.. saved.Last.TakeLast(LogTally.KeptLimit).Select(line => line with { Text = LogSecrets.Show(line.Text) })]);
            }
        }

        var lines = Enum.GetValues<LogSeverity>().ToDictionary(severity => severity, severity => Lines.GetValueOrDefault(severity.ToLabel()));
        return new LogTotals(patterns, lines, Skipped);
    }
}

/// <summary>One pattern of a saved log.</summary>
internal sealed record SavedPattern
{
    public long Count { get; init; }

    public List<KeptLine> Last { get; init; } = [];
}

/// <summary>Serializes the state without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DaemonLogState))]
internal sealed partial class DaemonLogStateJson : JsonSerializerContext;
