using System.Buffers;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Containerd.Config;

/// <summary>The files of the host, found below <c>--path.rootfs</c>.</summary>
internal sealed class HostFiles(HostPaths host) : INodeFiles
{
    public FileStamp Stamp(string path)
    {
        var errno = Libc.Status(host.ToLocal(path), follow: true, out var status);
        return errno == Errno.None
            ? new FileStamp(KindOf(status.Type), status.Inode, status.Size, status.Modified.Seconds, status.Modified.Nanoseconds)
            : new FileStamp(KindOf(errno), 0, 0, 0, 0);
    }

    public byte[]? Read(string path, int limit)
    {
        if (Stamp(path).Kind != PathKind.File)
        {
            return null;
        }

        // Non-blocking: a FIFO put in the file's place meanwhile would wait for a writer.
        using var file = Libc.Open(host.ToLocal(path), Libc.OpenReadOnly | Libc.OpenNonBlocking, out _);
        if (file is null)
        {
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(limit + 1);
        try
        {
            var length = 0;
            while (length <= limit)
            {
                var count = Libc.Read(file, buffer.AsSpan(length, limit + 1 - length), out _);
                if (count < 0)
                {
                    return null;
                }

                if (count == 0)
                {
                    return buffer.AsSpan(0, length).ToArray();
                }

                length += count;
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public IReadOnlyList<string> Names(string directory, int limit)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(host.ToLocal(directory))
                .Take(limit)
                .Select(entry => Path.GetFileName(entry))
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public bool IsExecutable(string path) =>
        Libc.Status(host.ToLocal(path), follow: true, out var status) == Errno.None && status.IsExecutable;

    private static PathKind KindOf(FileType type) => type switch
    {
        FileType.Regular => PathKind.File,
        FileType.Directory => PathKind.Directory,
        FileType.Socket => PathKind.Socket,
        FileType.Fifo => PathKind.Fifo,
        FileType.CharacterDevice or FileType.BlockDevice => PathKind.Device,
        _ => PathKind.Failing,
    };

    private static PathKind KindOf(Errno errno) => errno switch
    {
        Errno.NotFound => PathKind.Missing,
        Errno.NotADirectory => PathKind.BehindFile,
        Errno.TooManyLinks => PathKind.LinkLoop,
        Errno.AccessDenied or Errno.NotPermitted => PathKind.Denied,
        _ => PathKind.Failing,
    };
}
