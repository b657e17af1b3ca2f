using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContainerdExporter.Diagnosis.Timeline;

/// <summary>What changed on this node as JSON, version 1, as <c>docs/findings.md</c> describes it: fields may be added, never renamed or removed.</summary>
internal static class TimelineJson
{
    public static string Write(NodeDiagnosis diagnosis) => JsonSerializer.Serialize(
        new TimelineDocument(
            1,
            diagnosis.Snapshot.Time,
            [.. Stories.Of(diagnosis.Changes).Select(story => new StoryDocument(story.Address, story.Over, [.. story.Steps.Select(step => step.Number)]))],
            [.. diagnosis.Changes.Select(change => new ChangeDocument(
                change.Number,
                change.NotBefore,
                change.NotAfter,
                change.Cause,
                change.Address,
                change.Alert,
                change.What,
                change.From,
                change.To,
                change.Summary,
                [.. change.Evidence.Select(evidence => new EvidenceDocument(evidence.What, evidence.Value))]))]),
        TimelineJsonContext.Default.TimelineDocument);
}

internal sealed record TimelineDocument(int Version, DateTimeOffset Time, IReadOnlyList<StoryDocument> Stories, IReadOnlyList<ChangeDocument> Changes);

internal sealed record StoryDocument(string? Address, DateTimeOffset? Over, IReadOnlyList<long> Steps);

internal sealed record ChangeDocument(
    long Number,
    DateTimeOffset? NotBefore,
    DateTimeOffset NotAfter,
    string Cause,
    string? Address,
    string? Alert,
    string What,
    string? From,
    string? To,
    string? Summary,
    IReadOnlyList<EvidenceDocument> Evidence);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(TimelineDocument))]
internal sealed partial class TimelineJsonContext : JsonSerializerContext;
