using ContainerdExporter.Causes.Storage.Bolt;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Storage.Databases;

/// <summary>
/// Reads a bolt file that containerd has locked, without a lock: a shared lock of ours would block its next start for good. Each
/// read opens the file and closes it, so that nothing of ours holds it between two.
/// </summary>
/// <param name="path">As seen from here.</param>
internal sealed class DatabaseFile(string path) : IBoltFile
{
    public long Length => (long)Status().Size;

    public Libc.Statx Status()
    {
        var errno = Libc.Status(path, follow: true, out var status);
        return errno == Errno.None ? status : throw new BoltReadException(errno);
    }

    public int Read(long offset, Span<byte> buffer)
    {
        // Not even a pipe that has taken the file's place blocks an open or a read with O_NONBLOCK.
        using var file = Libc.Open(path, Libc.OpenReadOnly | Libc.OpenNonBlocking, out var errno);
        var count = file is null ? -1 : Libc.ReadAt(file, buffer, offset, out errno);
        return count < 0 ? throw new BoltReadException(errno) : count;
    }
}
