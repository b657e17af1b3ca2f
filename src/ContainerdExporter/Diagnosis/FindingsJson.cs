using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContainerdExporter.Diagnosis;

/// <summary>The findings as JSON, version 1, as <c>docs/findings.md</c> describes it: fields may be added, never renamed or removed.</summary>
internal static class FindingsJson
{
    public static string Write(NodeDiagnosis diagnosis) => JsonSerializer.Serialize(
        new FindingsDocument(
            1,
            diagnosis.Snapshot.Time,
            [.. diagnosis.Causes.Select(cause => new CauseDocument(
                cause.Cause.ToLabel(),
                cause.Label,
                [.. cause.Blind.Select(blind => new BlindDocument(blind.Collector.Name, blind.State.ToLabel(), blind.Detail))]))],
            [.. diagnosis.Findings.Select(finding => new FindingDocument(
                finding.Cause.ToLabel(),
                finding.Severity.ToLabel(),
                finding.Alert,
                finding.Address,
                finding.Summary,
                [.. finding.Evidence.Select(evidence => new EvidenceDocument(evidence.What, evidence.Value))],
                $"/runbooks/{finding.Alert}",
                finding.Seen?.Since,
                finding.Seen is { } seen ? (long)seen.Age.TotalSeconds : null,
                finding.Seen?.IsAtLeast))]),
        FindingsJsonContext.Default.FindingsDocument);
}

internal sealed record FindingsDocument(int Version, DateTimeOffset Time, IReadOnlyList<CauseDocument> Causes, IReadOnlyList<FindingDocument> Findings);

internal sealed record CauseDocument(string Cause, string State, IReadOnlyList<BlindDocument> CannotSee);

internal sealed record BlindDocument(string Collector, string State, string? Detail);

internal sealed record FindingDocument(
    string Cause,
    string Severity,
    string Alert,
    string? Address,
    string Summary,
    IReadOnlyList<EvidenceDocument> Evidence,
    string Runbook,
    DateTimeOffset? SeenSince,
    long? SeenForSeconds,
    bool? SeenIsAtLeast);

internal sealed record EvidenceDocument(string What, string Value);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(FindingsDocument))]
internal sealed partial class FindingsJsonContext : JsonSerializerContext;
