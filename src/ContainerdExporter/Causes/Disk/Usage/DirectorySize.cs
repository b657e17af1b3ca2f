using System.Text;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Disk.Usage;

/// <summary>Sums up a directory of directories of files: <c>blobs/sha256/…</c>, <c>ingest/HASH/…</c>. May hang on a dead mount.</summary>
internal static class DirectorySize
{
    /// <summary>Far above any real store; beyond it nothing is known.</summary>
    private const int Limit = 1 << 20;

    private const int BlockSize = 512; // of st_blocks, whatever the file system's is (stat(2))

    /// <summary>Null where there is no such directory, or too much in it.</summary>
    /// <param name="path">As seen from here.</param>
    /// <exception cref="IOException">It cannot be listed; <see cref="UnauthorizedAccessException"/> where a permission is missing.</exception>
    public static (double Bytes, double Files)? Of(string path)
    {
        var (bytes, files) = (0.0, 0);
        var directories = new List<string>();
        if (!DirectoryListing.Read(path, Limit, Add))
        {
            return null;
        }

        foreach (var directory in directories.TakeWhile(_ => files < Limit))
        {
            DirectoryListing.Read(directory, Limit - files, (_, in status) => Count(status));
        }

        return files < Limit ? (bytes, files) : null;

        void Add(ReadOnlySpan<byte> name, in Libc.Statx status)
        {
            Count(status);
            if (status.Type == FileType.Directory)
            {
                directories.Add($"{path}/{Encoding.UTF8.GetString(name)}");
            }
        }

        void Count(in Libc.Statx status)
        {
            bytes += (double)status.Blocks * BlockSize;
            files++;
        }
    }
}
