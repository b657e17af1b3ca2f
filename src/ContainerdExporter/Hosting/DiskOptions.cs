namespace ContainerdExporter.Hosting;

/// <summary>What flags set for cause 6. The defaults are those of the flags.</summary>
internal sealed record DiskOptions
{
    /// <summary>The shortest time between two counts of what fills containerd's root; one that takes long is repeated less often.</summary>
    public TimeSpan UsageInterval { get; init; } = TimeSpan.FromMinutes(5);
}
