namespace ContainerdExporter.Causes.Storage.Snapshots;

/// <summary>Kinds of snapshots (core/snapshots/snapshotter.go). The names are label values.</summary>
internal enum SnapshotKind
{
    /// <summary>Read-only, for a look at an image.</summary>
    View = 1,

    /// <summary>The writable layer of a container.</summary>
    Active = 2,

    /// <summary>An unpacked layer of an image.</summary>
    Committed = 3,
}

/// <summary>A snapshot as its snapshotter's database has it.</summary>
/// <param name="Id">The name of its directory.</param>
/// <param name="Kind">0 when it is unknown.</param>
/// <param name="Bytes">What it took when it was committed; 0 for the others.</param>
internal readonly record struct SnapshotRecord(ulong Id, SnapshotKind Kind, long Bytes);
