namespace ContainerdExporter.Causes.Storage.Bolt;

/// <summary>How far a walk goes at most.</summary>
internal sealed record BoltWalkLimits
{
    public static readonly BoltWalkLimits Default = new();

    /// <summary>Pages that a file may have (64 GiB of 4 KiB pages); larger ones are not walked.</summary>
    public ulong FilePages { get; init; } = 1 << 24;

    /// <summary>Bytes of pages held at once: a real path to a value is some tens of KiB.</summary>
    public long Memory { get; init; } = 32 << 20;

    /// <summary>Pages between the root and a value; containerd nests 8 buckets, each a tree of few levels.</summary>
    public int Depth { get; init; } = 256;
}

/// <summary>What a walk found.</summary>
/// <param name="Pages">Pages read.</param>
/// <param name="Damage">What is broken, and where; null when nothing was found.</param>
/// <param name="Gap">Why the walk did not come to its end; null when it did, or found damage.</param>
internal sealed record BoltVerdict(long Pages, string? Damage, string? Gap)
{
    public bool IsSound => Damage is null && Gap is null;

    public static BoltVerdict Sound(long pages) => new(pages, null, null);

    public static BoltVerdict Damaged(long pages, string what) => new(pages, what, null);

    public static BoltVerdict Unfinished(long pages, string reason) => new(pages, null, reason);
}
