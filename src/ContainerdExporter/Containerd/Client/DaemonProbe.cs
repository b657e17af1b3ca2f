namespace ContainerdExporter.Containerd.Client;

/// <summary>What one climb of the ladder learned. A rung that was not reached is not in <see cref="Stages"/>.</summary>
/// <param name="Stages">The rungs tried, in order.</param>
/// <param name="PeerPid">The process that listens on the socket (SO_PEERCRED), or null when it is not visible in our PID namespace.</param>
/// <param name="Version">The daemon's version, e.g. <c>1.7.24</c>.</param>
/// <param name="Plugins">Every plugin that the daemon knows; empty when not reached.</param>
/// <param name="Deprecations">containerd's own warnings; empty before 1.6.22.</param>
/// <param name="CriConditions">RuntimeReady, NetworkReady, …; empty without CRI.</param>
internal sealed record DaemonProbe(
    IReadOnlyList<StageResult> Stages,
    int? PeerPid,
    string? Version,
    IReadOnlyList<PluginStatus> Plugins,
    IReadOnlyList<DeprecationWarning> Deprecations,
    IReadOnlyList<CriCondition> CriConditions)
{
    public StageResult? Stage(ProbeStage stage) => Stages.FirstOrDefault(result => result.Stage == stage);

    public bool Succeeded(ProbeStage stage) => Stage(stage)?.Outcome == ProbeOutcome.Ok;
}

/// <summary>A plugin as Introspection.Plugins lists it.</summary>
/// <param name="Type">e.g. <c>io.containerd.metadata.v1</c>.</param>
/// <param name="Id">e.g. <c>bolt</c>.</param>
/// <param name="Error">Its init error; null when it was loaded.</param>
internal sealed record PluginStatus(string Type, string Id, string? Error)
{
    /// <summary>type.id, the name that configuration files use.</summary>
    public string Uri => $"{Type}.{Id}";

    /// <summary>The plugin found nothing to do here and said so: normal for aufs, btrfs, zfs, devmapper and others.</summary>
    public bool IsSkipped => Error is not null && (Error.Contains("skip plugin", StringComparison.Ordinal) || IsUnconfiguredDevmapper);

    public bool IsFailed => Error is not null && !IsSkipped;

    /// <summary>1.6 reports a devmapper that nobody asked for as an error instead of skipping it.</summary>
    private bool IsUnconfiguredDevmapper => Error!.Contains("devmapper not configured", StringComparison.Ordinal);
}

/// <summary>One of containerd's own deprecation warnings (Introspection.Server).</summary>
internal sealed record DeprecationWarning(string Id, string Message, DateTimeOffset LastOccurrence);

/// <summary>One condition of CRI's Status.</summary>
internal sealed record CriCondition(string Type, bool IsMet, string Reason, string Message);
