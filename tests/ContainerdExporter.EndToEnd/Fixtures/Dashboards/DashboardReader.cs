using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Fixtures.Dashboards;

/// <summary>Asks a real Prometheus what Grafana would ask for a dashboard on which one node is chosen.</summary>
public sealed class DashboardReader(Uri prometheus, string instance)
{
    /// <summary>The dashboards' time range.</summary>
    private static readonly TimeSpan Range = Scale.Down(TimeSpan.FromMinutes(30));

    /// <summary>Asks for everything. An error of any query fails the test; the result is the series, by query.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<PanelSeries>>> ReadAllAsync()
    {
        var answers = new Dictionary<string, IReadOnlyList<PanelSeries>>(StringComparer.Ordinal);
        foreach (var query in ShippedDashboards.Panels.SelectMany(panel => panel.Queries).Concat(ShippedDashboards.Annotations))
        {
            answers.Add(query.Name, await AskAsync(query));
        }

        return answers;
    }

    /// <summary>What a variable offers.</summary>
    public async Task<IReadOnlyList<string>> OfferAsync(string series, string label)
    {
        using var answer = await GetAsync($"api/v1/label/{label}/values?match[]={Uri.EscapeDataString(Substitute(series))}", series);
        return answer.RootElement.GetProperty("data").Deserialize<string[]>()!;
    }

    public async Task<IReadOnlyList<PanelSeries>> AskAsync(PanelQuery query)
    {
        var expression = Substitute(query.Expression);
        var now = DateTimeOffset.UtcNow;
        var path = query.IsRange
            ? $"api/v1/query_range?start={Seconds(now - Range)}&end={Seconds(now)}&step={Scale.Text(Scale.ScrapeInterval)}&query="
            : "api/v1/query?query=";
        using var answer = await GetAsync(path + Uri.EscapeDataString(expression), $"{query.Name}: {expression}");
        return
        [
            .. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(series => new PanelSeries(
                series.GetProperty("metric").Deserialize<Dictionary<string, string>>()!,
                query.IsRange ? [.. series.GetProperty("values").EnumerateArray().Select(Value)] : [Value(series.GetProperty("value"))])),
        ];
    }

    private string Substitute(string expression) => ScaledYaml.ScaleExpression(expression)
        .Replace("$__rate_interval", Scale.Text(Scale.EventWindow), StringComparison.Ordinal)
        .Replace("$__range", Scale.Text(Range), StringComparison.Ordinal)
        .Replace("$instance", Regex.Escape(instance).Replace("\\", "\\\\", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("$cluster", ".*", StringComparison.Ordinal)
        .Replace("$job", ".+", StringComparison.Ordinal)
        .Replace("$address", ".+", StringComparison.Ordinal);

    private async Task<JsonDocument> GetAsync(string path, string what)
    {
        using var response = await HttpProbe.Client.GetAsync(new Uri(prometheus, path));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{what}\n{body}");
        return JsonDocument.Parse(body);
    }

    private static double Value(JsonElement sample) => double.Parse(sample[1].GetString()!, CultureInfo.InvariantCulture);

    private static string Seconds(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() / 1000.0).ToString(CultureInfo.InvariantCulture);
}

/// <summary>A series of an answer.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Values">Its values in order of time.</param>
public sealed record PanelSeries(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<double> Values);
