using System.Buffers;
using System.Text;

namespace ContainerdExporter.Linux;

/// <summary>Whole reads of small kernel files, bounded, without FileStream's extra system calls.</summary>
internal static class ProcFile
{
    /// <summary>Reads at most <paramref name="limit"/> bytes as text; what is beyond is left out.</summary>
    /// <exception cref="IOException">The file cannot be read; <see cref="UnauthorizedAccessException"/> where a permission is missing.</exception>
    public static string ReadText(string path, int limit = 1 << 20)
    {
        var text = TryReadText(path, limit, out var errno);
        return text ?? throw Failure(path, errno);
    }

    /// <summary>As <see cref="ReadText"/>, with null and an error number in place of an exception.</summary>
    public static string? TryReadText(string path, int limit, out Errno errno)
    {
        using var file = Libc.Open(path, Libc.OpenReadOnly | Libc.OpenNonBlocking, out errno);
        if (file is null)
        {
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(limit, 16 << 10));
        try
        {
            var length = 0;
            while (length < limit)
            {
                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(Math.Min(limit, buffer.Length * 4));
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                var count = Libc.Read(file, buffer.AsSpan(length, Math.Min(buffer.Length, limit) - length), out errno);
                if (count < 0)
                {
                    return null;
                }

                if (count == 0)
                {
                    break;
                }

                length += count;
            }

            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static Exception Failure(string path, Errno errno) => errno switch
    {
        Errno.AccessDenied or Errno.NotPermitted => new UnauthorizedAccessException($"no permission to read {path}"),
        Errno.NotFound => new FileNotFoundException($"{path} does not exist", path),
        _ => new IOException($"{path}: error {(int)errno}"),
    };
}
