namespace ContainerdExporter.Causes.Storage.Databases;

/// <summary>containerd's databases on this node.</summary>
/// <param name="Databases">Those that exist, or should.</param>
/// <param name="Blind">The instances whose files did not answer.</param>
internal sealed record StorageSample(IReadOnlyList<DatabaseSample> Databases, IReadOnlyList<BlindSpot> Blind);

/// <summary>One database.</summary>
/// <param name="Address">The instance.</param>
/// <param name="IsServing">Whether its daemon runs.</param>
/// <param name="Look">The meta pages and the length.</param>
/// <param name="Check">The pages behind them; null before the first walk has ended.</param>
internal sealed record DatabaseSample(string Address, bool IsServing, DatabaseLook Look, DatabaseCheck? Check)
{
    /// <summary>Snapshots without their directory; null where that is not known.</summary>
    public int? MissingSnapshots { get; init; }

    /// <summary>Of the metadata database: what its snapshotters have that it never gave out, in words.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    public DatabaseState State => Look.State switch
    {
        DatabaseState.Ok or DatabaseState.Degraded when Check?.Verdict.Damage is not null => DatabaseState.Corrupt,
        DatabaseState.Ok or DatabaseState.Degraded when Unknown.Count > 0 => DatabaseState.Outdated,
        var state => state,
    };
}

/// <summary>An instance that could not be looked at.</summary>
internal sealed record BlindSpot(string Address, string Reason);
