using System.Text.Json;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>What is read of <c>/api/v1/findings</c>.</summary>
public sealed record Findings(IReadOnlyList<FoundFault> All)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<Findings> OfAsync(TestNode node)
    {
        var document = JsonSerializer.Deserialize<Document>(await node.Exporter.GetTextAsync("api/v1/findings"), Json)
            ?? throw new InvalidDataException("no findings document");
        return new Findings([.. document.Findings.Where(finding => !Machine.IsRightToSay(finding.Alert))]);
    }

    public override string ToString() => All.Count == 0 ? "(no findings)" : string.Join('\n', All);

    private sealed record Document(IReadOnlyList<FoundFault> Findings);
}

/// <summary>One finding.</summary>
public sealed record FoundFault(string Cause, string Severity, string Alert, string Summary);
