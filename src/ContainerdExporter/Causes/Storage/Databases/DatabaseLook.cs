using ContainerdExporter.Causes.Storage.Bolt;

namespace ContainerdExporter.Causes.Storage.Databases;

/// <summary>A glance at one bolt file: its meta pages and its length.</summary>
/// <param name="Place">Which.</param>
/// <param name="State">What the meta pages and the length say.</param>
/// <param name="Length">Bytes; 0 when it cannot be read.</param>
/// <param name="Metas">Null when it cannot be read.</param>
/// <param name="Stamp">Changes with every commit, and with every other write to the file.</param>
/// <param name="Reason">Why it cannot be read.</param>
internal sealed record DatabaseLook(DatabasePlace Place, DatabaseState State, long Length, BoltMetas? Metas, DatabaseStamp Stamp, string? Reason)
{
    public static DatabaseLook Without(DatabasePlace place, DatabaseState state, string? reason = null) => new(place, state, 0, null, default, reason);
}

/// <summary>Tells one content of a file from another.</summary>
internal readonly record struct DatabaseStamp(ulong Inode, ulong Size, long Seconds, uint Nanoseconds, ulong Transaction);
