using System.Globalization;
using System.Text;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>The samples of one scrape in the text format, by series as it is written: <c>name{label="value"}</c>.</summary>
public sealed class Scrape(IReadOnlyDictionary<string, double> samples)
{
    public IReadOnlyDictionary<string, double> Samples => samples;

    public static Scrape Parse(string text) => new(text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.StartsWith('#'))
        .Select(line => line.LastIndexOf(' ') is var space ? (Series: line[..space], Value: ParseValue(line[(space + 1)..])) : default)
        .ToDictionary(sample => sample.Series, sample => sample.Value, StringComparer.Ordinal));

    /// <summary>Whether any series of this name that carries these labels, among others, has the value.</summary>
    public bool Has(Expected expected) => samples.Any(sample => expected.Matches(sample.Key) && sample.Value == expected.Value);

    /// <summary>The sum of the series of this name that carry these parts of labels; at least one must be there.</summary>
    public double Sum(string name, params string[] labels)
    {
        var found = samples.Where(sample => NameOf(sample.Key) == name && labels.All(label => sample.Key.Contains(label, StringComparison.Ordinal))).ToList();
        Assert.True(found.Count > 0, $"no series {name} with {string.Join(", ", labels)}");
        return found.Sum(sample => sample.Value);
    }

    /// <summary>The series whose value says how the node is, not how much of something there is.</summary>
    public IReadOnlyDictionary<string, double> Health() => samples
        .Where(sample => !Collected.Contains(NameOf(sample.Key), StringComparer.Ordinal) && !Measures.Any(measure => NameOf(sample.Key).Contains(measure, StringComparison.Ordinal)))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>What differs, one line each; empty when both say the same.</summary>
    public static string Difference(IReadOnlyDictionary<string, double> before, IReadOnlyDictionary<string, double> after)
    {
        var text = new StringBuilder();
        foreach (var series in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            double? old = before.TryGetValue(series, out var was) ? was : null;
            double? now = after.TryGetValue(series, out var ist) ? ist : null;
            if (old != now)
            {
                text.AppendLine($"{series}: was {Show(old)}, is {Show(now)}");
            }
        }

        return text.ToString();
    }

    public override string ToString() => string.Join('\n', samples.Select(sample => $"{sample.Key} {sample.Value}"));

    /// <summary>Parts of the names of what changes on a healthy node too.</summary>
    private static readonly string[] Measures =
    [
        "_seconds", "_bytes", "_files", "_ratio", "_total", "process_", "dotnet_",
    ];

    /// <summary>What nothing needs any more stays until garbage collection: a removed container's snapshot, an imported archive's index.</summary>
    private static readonly string[] Collected = ["containerd_snapshots", "containerd_content_blobs"];

    private static string NameOf(string series) => series.IndexOf('{') is >= 0 and var brace ? series[..brace] : series;

    private static string Show(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "absent";

    private static double ParseValue(string text) => text switch
    {
        "+Inf" or "Infinity" => double.PositiveInfinity,
        "-Inf" or "-Infinity" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}

/// <summary>A sample that must be there.</summary>
public sealed record Expected(string Name, double Value, params string[] Labels)
{
    /// <summary>Reads <c>name{label="value",…} 1</c>; the series may carry further labels.</summary>
    public static Expected Parse(string line)
    {
        var space = line.LastIndexOf(' ');
        var value = double.Parse(line[(space + 1)..], CultureInfo.InvariantCulture);
        var series = line[..space];
        var brace = series.IndexOf('{');
        return brace < 0
            ? new Expected(series, value)
            : new Expected(series[..brace], value, series[(brace + 1)..^1].Split(','));
    }

    public bool Matches(string series) =>
        (series == Name || series.StartsWith(Name + "{", StringComparison.Ordinal)) &&
        Labels.All(label => series.Contains(label, StringComparison.Ordinal));

    public override string ToString() => $"{Name}{{{string.Join(',', Labels)}}} {Value}";
}
