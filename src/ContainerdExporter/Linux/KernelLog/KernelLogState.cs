using System.Text.Json.Serialization;

namespace ContainerdExporter.Linux.KernelLog;

/// <summary>What a restarted exporter must know to count on: everything up to a record is in the totals, and nothing after it.</summary>
internal sealed record KernelLogState
{
    /// <summary>The boot that the sequence numbers and totals belong to.</summary>
    public required string BootId { get; init; }

    /// <summary>The last record counted.</summary>
    public required ulong Sequence { get; init; }

    /// <summary>As <see cref="KernelLogHealth.Records"/>.</summary>
    public required long Records { get; init; }

    /// <summary>As <see cref="KernelLogHealth.Lost"/>.</summary>
    public required long Lost { get; init; }

    /// <summary>The listeners' totals.</summary>
    public required Dictionary<string, Dictionary<string, long>> Totals { get; init; }
}

/// <summary>Serializes the state without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KernelLogState))]
internal sealed partial class KernelLogStateJson : JsonSerializerContext;
