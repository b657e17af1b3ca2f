using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerdExporter.Tests.Consistency;

namespace ContainerdExporter.Tests.Diagnosis;

/// <summary>A document that is the contract of some JSON: its first example is what the program writes, and its table has every field.</summary>
internal sealed partial class DocumentedJson(string path)
{
    private readonly string document = File.ReadAllText(Repository.PathTo(path));

    public void AssertDescribes(string json)
    {
        Assert.Equal(Example().Match(document).Groups["json"].Value.TrimEnd(), json);
        using var written = JsonDocument.Parse(json);
        Assert.Equal(
            PathsOf(written.RootElement, string.Empty).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            Row().Matches(document).Select(row => row.Groups["path"].Value).Order(StringComparer.Ordinal));
    }

    /// <summary>The line of a field in the table.</summary>
    public string Field(string name) => document.Split('\n').Single(line => line.StartsWith($"| `{name}` |", StringComparison.Ordinal));

    private static IEnumerable<string> PathsOf(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => PathsOf(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}").Append(path.Length == 0 ? property.Name : $"{path}.{property.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => PathsOf(item, path)),
        _ => [],
    };

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Example();

    [GeneratedRegex(@"^\| `(?<path>[A-Za-z.]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
