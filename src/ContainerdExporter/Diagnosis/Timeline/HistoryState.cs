using System.Text.Json.Serialization;

namespace ContainerdExporter.Diagnosis.Timeline;

/// <summary>All that is remembered of earlier looks. Replaced as a whole; kept over a restart of the exporter and of the node.</summary>
internal sealed record HistoryState
{
    /// <summary>The boot that the stamps and the landmarks' identities belong to.</summary>
    public required string BootId { get; init; }

    /// <summary>The last look of each source.</summary>
    public IReadOnlyDictionary<string, SourceState> Sources { get; init; } = new Dictionary<string, SourceState>(StringComparer.Ordinal);

    /// <summary>The identity of the last landmark of its kind.</summary>
    public IReadOnlyDictionary<string, string> Landmarks { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What changed, oldest first.</summary>
    public IReadOnlyList<StateChange> Changes { get; init; } = [];
}

/// <summary>The last look of one source.</summary>
/// <param name="Taken">When.</param>
/// <param name="Open">What it found.</param>
internal sealed record SourceState(DateTimeOffset Taken, IReadOnlyList<OpenTrouble> Open)
{
    /// <summary>When, by the clock that nobody sets, in its ticks since the boot; 0 for a look of an earlier boot.</summary>
    public long Stamp { get; init; }
}

/// <summary>A trouble that was there at the last look.</summary>
/// <param name="Alert">As in the finding.</param>
/// <param name="Address">As in the finding.</param>
/// <param name="Subject">As in the finding.</param>
/// <param name="Cause">As in the finding.</param>
/// <param name="Severity">As in the finding.</param>
/// <param name="Since">The first look at it, by the node's clock.</param>
/// <param name="Stamp">The same by the clock that nobody sets, in its ticks since the boot.</param>
/// <param name="IsAtLeast">Whether nobody had looked before.</param>
internal sealed record OpenTrouble(string Alert, string? Address, string? Subject, string Cause, string Severity, DateTimeOffset Since, long Stamp, bool IsAtLeast)
{
    [JsonIgnore]
    public (string Alert, string? Address, string? Subject) Key => (Alert, Address, Subject);
}

/// <summary>Serializes the state without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HistoryState))]
internal sealed partial class HistoryStateJson : JsonSerializerContext;
