using System.Text.Json.Serialization;

namespace ContainerdExporter.Liveness;

/// <summary>What a restarted exporter must know to count on, and one look beside it to judge as it does.</summary>
internal sealed record RestartState
{
    /// <summary>A process is known by its PID and start tick within this boot alone.</summary>
    public string BootId { get; init; } = string.Empty;

    /// <summary>By the instance's address.</summary>
    public Dictionary<string, SavedRestarts> Instances { get; init; } = [];
}

/// <summary>One instance's restarts.</summary>
internal sealed record SavedRestarts
{
    /// <summary>Of the daemon that was seen last.</summary>
    public int Pid { get; init; }

    public ulong StartTicks { get; init; }

    public long Total { get; init; }

    /// <summary>When each restart was seen that had not left the window, oldest first.</summary>
    public List<DateTimeOffset> Recent { get; init; } = [];
}

/// <summary>Serializes the state without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RestartState))]
internal sealed partial class RestartStateJson : JsonSerializerContext;
