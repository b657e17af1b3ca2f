using System.Text.Json;

namespace ContainerdExporter.EndToEnd.Fixtures.Monitoring;

/// <summary>The HTTP API of a Prometheus.</summary>
public sealed class PrometheusApi(Uri url)
{
    /// <summary>The answer to a GET; anything but success fails the test with what Prometheus says.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await HttpProbe.Client.GetAsync(new Uri(url, $"api/v1/{path}"));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}\n{body}");
        using var answer = JsonDocument.Parse(body);
        return answer.RootElement.Clone();
    }

    public Task<JsonElement> QueryAsync(string query) => GetAsync($"query?query={Uri.EscapeDataString(query)}");

    /// <summary>What it says beside the result: newer releases notice functions that are given the wrong kind of metric.</summary>
    public static IEnumerable<string> RemarksOf(JsonElement answer) => new[] { "warnings", "infos" }.SelectMany(kind =>
        answer.TryGetProperty(kind, out var remarks) ? remarks.EnumerateArray().Select(remark => $"{kind}: {remark.GetString()}") : []);
}
