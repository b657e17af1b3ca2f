namespace ContainerdExporter.Causes.Runtime.Canary;

/// <summary>How canaries are run. The defaults are those of the flags.</summary>
internal sealed record CanaryOptions
{
    /// <summary>From the start of one pass over all handlers to the start of the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long one canary may take from its creation to its deletion.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The handlers to try; all that are configured when empty.</summary>
    public IReadOnlyList<string> Handlers { get; init; } = [];

    /// <summary>Where the program lies; null where nothing may be kept.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>A failure is looked at again before it is told: a daemon that is being restarted is no fault.</summary>
    public TimeSpan SecondTryAfter => Interval / 30;

    /// <summary>After a failure the next pass comes sooner, to confirm it and to see the repair.</summary>
    public TimeSpan IntervalAfterFailure => Interval / 5;

    /// <summary>A result that is older says nothing about now.</summary>
    public TimeSpan GoodFor => (Interval + Timeout) * 3;
}
