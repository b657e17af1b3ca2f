using System.Text;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Web.Config;

/// <summary>Files that the operator wrote: small ones.</summary>
internal static class ConfigText
{
    private const int Largest = 1 << 20;

    /// <param name="path">The file.</param>
    /// <param name="name">What it is, for the message.</param>
    /// <exception cref="WebConfigException">It cannot be read, or is larger than 1 MiB.</exception>
    public static string Read(string path, string name)
    {
        try
        {
            using var file = File.OpenRead(path);
            var buffer = new byte[Largest + 1];
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= Largest
                ? Encoding.UTF8.GetString(buffer, 0, length)
                : throw new WebConfigException($"{name}: {path} is larger than 1 MiB");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WebConfigException($"{name}: {e.Message}", e);
        }
    }

    /// <summary>Changes whenever the file does: written, replaced, or reached by another link.</summary>
    public static FileStamp Stamp(string path) => Libc.Status(path, follow: true, out var status) == Errno.None
        ? new FileStamp(status.Inode, status.Size, status.Modified.ToTime(), status.Changed.ToTime())
        : default;
}

/// <summary>What a file was when it was read; the default where there was none.</summary>
internal readonly record struct FileStamp(ulong Inode, ulong Size, DateTimeOffset Modified, DateTimeOffset Changed);
