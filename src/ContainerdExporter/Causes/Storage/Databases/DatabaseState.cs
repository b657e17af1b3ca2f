namespace ContainerdExporter.Causes.Storage.Databases;

/// <summary>What a bolt file is worth. The names are label values.</summary>
internal enum DatabaseState
{
    /// <summary>Both meta pages are valid, and no damage was found behind them.</summary>
    Ok,

    /// <summary>One meta page is invalid: bolt opens the file with the other, and the next commits write the bad one anew.</summary>
    Degraded,

    /// <summary>No valid meta page, or damage in the pages that they lead to: the next start fails or crashes.</summary>
    Corrupt,

    /// <summary>The file ends before its last page in use, or is empty: a start crashes, or silently begins anew.</summary>
    Truncated,

    /// <summary>It is whole, but older than the snapshots that it should describe: lost and begun anew, or put back from an old copy.</summary>
    Outdated,

    /// <summary>There is no file, though the data that it describes are there: a start begins anew, with the old data in the way.</summary>
    Absent,

    /// <summary>The kernel cannot read it, or it is no regular file.</summary>
    Unreadable,
}
