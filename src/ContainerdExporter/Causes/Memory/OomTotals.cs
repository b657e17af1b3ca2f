using System.Collections.Immutable;

namespace ContainerdExporter.Causes.Memory;

/// <summary>What the kernel's log of this boot says about OOM kills. Immutable.</summary>
internal sealed record OomTotals
{
    public static readonly OomTotals None = new();

    /// <summary>Kills by whose process it was and what had run out; absent means none.</summary>
    public ImmutableDictionary<(OomComponent Component, OomScope Scope), long> Kills { get; init; } =
        ImmutableDictionary<(OomComponent Component, OomScope Scope), long>.Empty;

    /// <summary>The last kill of each component that had one.</summary>
    public ImmutableDictionary<OomComponent, DateTimeOffset> LastKills { get; init; } = ImmutableDictionary<OomComponent, DateTimeOffset>.Empty;

    /// <summary>Records that look like a kill and are not understood.</summary>
    public long Unrecognized { get; init; }

    /// <summary>When the last of those came; null when none has since the exporter's start.</summary>
    public DateTimeOffset? LastUnrecognized { get; init; }

    public long KillsOf(OomComponent component, OomScope scope) => Kills.GetValueOrDefault((component, scope));

    public OomTotals With(OomComponent component, OomScope scope, DateTimeOffset time) => this with
    {
        Kills = Kills.SetItem((component, scope), KillsOf(component, scope) + 1),
        LastKills = LastKills.SetItem(component, time),
    };
}
