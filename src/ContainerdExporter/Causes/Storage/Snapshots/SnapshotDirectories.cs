using System.Buffers;
using System.Buffers.Text;
using ContainerdExporter.Causes.Storage.Databases;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Storage.Snapshots;

/// <summary>Which snapshots have lost their directory. Reads names only, and nothing below them. May hang on a dead mount.</summary>
internal static class SnapshotDirectories
{
    private const int BufferSize = 64 << 10;

    /// <summary>Null where the snapshotter keeps no directory for each snapshot.</summary>
    public static int? CountMissing(HostPaths host, DatabasePlace place, IReadOnlyList<SnapshotRecord> records)
    {
        if (place.Database is not ("overlayfs" or "native"))
        {
            return null;
        }

        var there = Read(host.ToLocal(place.Described[0]));
        return records.Count(record => !there.Contains(record.Id));
    }

    private static HashSet<ulong> Read(string path)
    {
        var ids = new HashSet<ulong>();
        using var directory = Libc.Open(path, Libc.OpenReadOnly | Libc.OpenNonBlocking, out var errno);
        if (directory is null)
        {
            return errno is Errno.NotFound or Errno.NotADirectory ? ids : throw ProcFile.Failure(path, errno);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int length;
            while ((length = Libc.ReadEntries(directory, buffer, out errno)) > 0)
            {
                var entries = new DirectoryEntries(buffer.AsSpan(0, length));
                while (entries.MoveNext())
                {
                    if (Utf8Parser.TryParse(entries.Name, out ulong id, out var used) && used == entries.Name.Length)
                    {
                        ids.Add(id);
                    }
                }
            }

            return length == 0 ? ids : throw ProcFile.Failure(path, errno);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
