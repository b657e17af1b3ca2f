using ContainerdExporter.Causes.Storage.Bolt;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Storage.Databases;

/// <summary>Looks at bolt files. May hang on a dead mount.</summary>
internal sealed class DatabaseLooker(HostPaths host)
{
    /// <summary>Null when there is no file, and no data that it would describe.</summary>
    /// <param name="place">Which file.</param>
    /// <param name="isRequired">The daemon runs, and has the file open.</param>
    /// <exception cref="UnauthorizedAccessException">The exporter may not read it.</exception>
    public DatabaseLook? Look(DatabasePlace place, bool isRequired)
    {
        var file = new DatabaseFile(host.ToLocal(place.Path));
        try
        {
            var status = file.Status();
            return status.Type == FileType.Regular
                ? Judge(place, status, BoltMetas.Read(file), file.Length)
                : DatabaseLook.Without(place, DatabaseState.Unreadable, $"a {status.Type.ToLabel().Replace('_', ' ')} is at its path");
        }
        catch (BoltReadException e) when (e.Reason is Errno.NotFound or Errno.NotADirectory)
        {
            return isRequired || place.Described.Any(HasEntries) ? DatabaseLook.Without(place, DatabaseState.Absent) : null;
        }
        catch (BoltReadException e) when (e.Reason is Errno.AccessDenied or Errno.NotPermitted)
        {
            throw ProcFile.Failure(place.Path, e.Reason);
        }
        catch (BoltReadException e)
        {
            return DatabaseLook.Without(place, DatabaseState.Unreadable, Describe(e.Reason));
        }
    }

    public static string Describe(Errno reason) => reason switch
    {
        Errno.InputOutput => "the disk does not give it back (input/output error)",
        Errno.NeedsCleaning => "the file system is damaged (structure needs cleaning)",
        _ => $"error {(int)reason}",
    };

    /// <summary>Which state the meta pages and the length amount to.</summary>
    /// <param name="metas">Both meta pages.</param>
    /// <param name="length">Bytes, read after them: a file grows before a meta page says so.</param>
    internal static DatabaseState StateOf(BoltMetas metas, long length) => metas switch
    {
        { Current: null } => length < 2 * BoltMeta.SmallestPage ? DatabaseState.Truncated : DatabaseState.Corrupt,
        { Current: var current } when !current.FitsInto(length) => DatabaseState.Truncated,
        { AreBothValid: true } => DatabaseState.Ok,
        _ => DatabaseState.Degraded,
    };

    private static DatabaseLook Judge(DatabasePlace place, in Libc.Statx status, BoltMetas metas, long length) => new(
        place,
        StateOf(metas, length),
        length,
        metas,
        new DatabaseStamp(status.Inode, status.Size, status.Modified.Seconds, status.Modified.Nanoseconds, metas.Current?.Transaction ?? 0),
        Reason: null);

    private bool HasEntries(string directory)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(host.ToLocal(directory)).Any();
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
    }
}
