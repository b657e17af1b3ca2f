using System.Globalization;

namespace ContainerdExporter.Benchmarks.SideBySide;

/// <summary>The Markdown table: a row for each figure, with ours divided by each of the others'.</summary>
internal sealed class Table(IReadOnlyList<string> names)
{
    private readonly List<string> rows =
    [
        $"| | {string.Join(" | ", names)} | {string.Join(" | ", names.Skip(1).Select(name => $"ours / {name}"))} |",
        $"|---|{string.Concat(Enumerable.Repeat("---:|", (2 * names.Count) - 1))}",
    ];

    public override string ToString() => string.Join('\n', rows);

    public void Add(string situation, IReadOnlyList<Outcome> outcomes)
    {
        AddRow($"{situation}: CPU per scrape, ms", outcomes.Select(outcome => outcome.Cpu.TotalMilliseconds), "0.00");
        AddRow($"{situation}: median, ms", outcomes.Select(outcome => outcome.Times.Median.TotalMilliseconds), "0.0");
        AddRow($"{situation}: 99th percentile, ms", outcomes.Select(outcome => outcome.Times.Slow.TotalMilliseconds), "0.0");
        if (outcomes.Any(outcome => outcome.Times.Refused > 0))
        {
            AddRow($"{situation}: refused with 503", outcomes.Select(outcome => (double)outcome.Times.Refused), "0", ratios: false);
        }
    }

    public void AddRow(string title, IEnumerable<double> values, string format, bool ratios = true)
    {
        var all = values.ToList();
        var shown = all.Select(value => value.ToString(format, CultureInfo.InvariantCulture));
        var shares = all.Skip(1).Select(value => ratios && value > 0 ? (all[0] / value).ToString("0.00", CultureInfo.InvariantCulture) : "–");
        rows.Add($"| {title} | {string.Join(" | ", shown.Concat(shares))} |");
        Console.Error.WriteLine(rows[^1]); // Whoever waits sees how far it is.
    }
}
