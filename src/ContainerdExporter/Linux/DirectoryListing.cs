using System.Buffers;

namespace ContainerdExporter.Linux;

/// <summary>Lists a directory with the status of each entry, without a string or an object for any of them.</summary>
internal static class DirectoryListing
{
    private const int BufferSize = 64 << 10;
    private const int LongestName = 255;

    /// <summary>Receives one entry.</summary>
    public delegate void Receiver(ReadOnlySpan<byte> name, in Libc.Statx status);

    /// <summary>False when there is no such directory. An entry that is gone since it was listed is left out.</summary>
    /// <param name="path">As seen from here.</param>
    /// <param name="limit">Entries to look at; more are left out.</param>
    /// <param name="receive">Is given each entry but <c>.</c> and <c>..</c>.</param>
    /// <exception cref="IOException">It cannot be listed; <see cref="UnauthorizedAccessException"/> where a permission is missing.</exception>
    public static bool Read(string path, int limit, Receiver receive)
    {
        using var directory = Libc.Open(path, Libc.OpenReadOnly | Libc.OpenNonBlocking, out var errno);
        if (directory is null)
        {
            return errno is Errno.NotFound or Errno.NotADirectory ? false : throw ProcFile.Failure(path, errno);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            Span<byte> name = stackalloc byte[LongestName + 1];
            while (true)
            {
                var length = Libc.ReadEntries(directory, buffer, out errno);
                if (length < 0)
                {
                    return errno == Errno.NotFound ? false : throw ProcFile.Failure(path, errno); // Removed meanwhile, or a process that has ended.
                }

                if (length == 0)
                {
                    return true;
                }

                var entries = new DirectoryEntries(buffer.AsSpan(0, length));
                while (entries.MoveNext())
                {
                    if (entries.Name is [(byte)'.'] or [(byte)'.', (byte)'.'] || limit-- <= 0)
                    {
                        continue;
                    }

                    entries.Name.CopyTo(name);
                    name[entries.Name.Length] = 0;
                    errno = Libc.StatusBelow(directory, name, out var status);
                    if (errno == Errno.None)
                    {
                        receive(entries.Name, status);
                    }
                    else if (errno != Errno.NotFound)
                    {
                        throw ProcFile.Failure(path, errno);
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
