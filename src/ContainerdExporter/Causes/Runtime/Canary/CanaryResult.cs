namespace ContainerdExporter.Causes.Runtime.Canary;

/// <summary>The stages of a canary's life; the <c>stage</c> label.</summary>
internal enum CanaryStage
{
    /// <summary>containerd writes the container down, starts its shim, and the runtime makes namespaces, cgroups and mounts.</summary>
    Create,

    /// <summary>The runtime executes the program.</summary>
    Start,

    /// <summary>The program ends, and containerd hears of it.</summary>
    Exit,

    /// <summary>The runtime removes what it made, the shim ends, and containerd forgets the container.</summary>
    Delete,
}

/// <summary>How one canary fared.</summary>
/// <param name="Address">The instance.</param>
/// <param name="Handler">The handler that ran it.</param>
/// <param name="IsDefault">Whether containers get that handler that name none.</param>
/// <param name="Ended">When.</param>
/// <param name="Stages">The stages that were completed, with what they took.</param>
/// <param name="Failure">Why the next stage was not; null for a success.</param>
internal sealed record CanaryResult(
    string Address, string Handler, bool IsDefault, DateTimeOffset Ended, IReadOnlyDictionary<CanaryStage, TimeSpan> Stages, string? Failure)
{
    public bool IsSuccess => Failure is null;

    /// <summary>The stage that failed.</summary>
    public CanaryStage FailedStage => (CanaryStage)Stages.Count;

    /// <summary>When this handler last ran a canary to its end; null when this exporter has not seen it do so.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>How often in a row it was tried in vain.</summary>
    public int Attempts { get; init; } = 1;
}

/// <summary>The newest result of every instance's handlers.</summary>
internal sealed record CanarySample(IReadOnlyList<CanaryResult> Results);
