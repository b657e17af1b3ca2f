namespace ContainerdExporter.Hosting;

/// <summary>What flags set for the passes over the content store. The defaults are those of the flags.</summary>
internal sealed record ContentOptions
{
    /// <summary>The shortest time between two passes over names and sizes; a store that takes long is passed over less often.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes per second that are hashed; 0 switches the scrub off.</summary>
    public long ScrubRate { get; init; } = 8 << 20;

    /// <summary>From the start of one scrub of a store to the start of the next.</summary>
    public TimeSpan ScrubInterval { get; init; } = TimeSpan.FromHours(24);
}
