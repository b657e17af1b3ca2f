using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ContainerdExporter.Linux;

/// <summary>A place in a file that others write to: enough to find it again after a restart, or to tell that it is gone.</summary>
/// <param name="Inode">Of the file; with the head, what tells it from another of the same name.</param>
/// <param name="Offset">Where the next line begins.</param>
/// <param name="Head">The file's first bytes, as hexadecimal digits.</param>
internal sealed record FilePlace(ulong Inode, long Offset, string Head);

/// <summary>
/// Reads what is appended to a log file, over both ways of rotation: by renaming (the rest of the old file is read before the new one) and by
/// copying and truncating (what came between copy and truncation is lost to every reader).
/// </summary>
/// <param name="path">Where the file is seen from here; asked at each look, as links may change.</param>
internal sealed class GrowingFile(Func<string> path) : IDisposable
{
    private const int HeadLength = 64;
    private const int NeighbourLimit = 4096;

    private SafeFileHandle? file;
    private ulong inode;
    private long offset;
    private byte[] head = [];

    /// <summary>The place after what was read, less the bytes of a line that has not ended.</summary>
    public FilePlace? PlaceBefore(int unfinished) => file is null ? null : new FilePlace(inode, offset - unfinished, Convert.ToHexStringLower(head));

    /// <summary>Opens the file where it was left; at its last bytes when that is not known. A file that was renamed meanwhile is looked for beside it.</summary>
    public Errno Open(FilePlace? place, int tail)
    {
        if (place is not null && Reopen(place))
        {
            return Errno.None;
        }

        var errno = OpenAt(path());
        if (errno == Errno.None && place is null && Size() is { } size)
        {
            offset = Math.Max(0, size - tail);
        }

        return errno;
    }

    /// <summary>Reads the next bytes; 0 when there are none now, -1 with a reason. <paramref name="isOther"/>: they begin another file, or this one anew.</summary>
    public int Read(Span<byte> buffer, out bool isOther, out Errno errno)
    {
        isOther = IsRewritten();
        if (isOther)
        {
            offset = 0;
            head = ReadHead();
        }

        var count = ReadOn(buffer, out errno);
        if (count == 0 && IsReplaced())
        {
            // At once: that nothing more comes from a file which has been renamed says nothing of the one in its place.
            errno = OpenAt(path());
            isOther = errno == Errno.None;
            count = isOther ? ReadOn(buffer, out errno) : -1;
        }

        return count;
    }

    public void Dispose() => file?.Dispose();

    private bool Reopen(FilePlace place)
    {
        var current = path();
        if (OpenAt(current) == Errno.None && IsAt(place))
        {
            offset = place.Offset;
            return true;
        }

        if (FindBeside(current, place.Inode) is { } renamed && OpenAt(renamed) == Errno.None && IsAt(place))
        {
            offset = place.Offset;
            return true;
        }

        // It is gone: all of the present file is new.
        return OpenAt(current) == Errno.None;
    }

    private static string? FindBeside(string path, ulong inode)
    {
        string? found = null;
        var directory = Path.GetDirectoryName(path) ?? "/";
        DirectoryListing.Read(directory, NeighbourLimit, (name, in status) =>
        {
            if (status.Inode == inode && status.Type == FileType.Regular)
            {
                found = Path.Combine(directory, Encoding.UTF8.GetString(name));
            }
        });
        return found;
    }

    private bool IsAt(FilePlace place) =>
        inode == place.Inode && Size() >= place.Offset && Convert.ToHexStringLower(head).StartsWith(place.Head, StringComparison.Ordinal);

    private int ReadOn(Span<byte> buffer, out Errno errno)
    {
        var count = Libc.ReadAt(file!, buffer, offset, out errno);
        if (count > 0)
        {
            offset += count;
            head = head.Length < HeadLength ? ReadHead() : head;
        }

        return count;
    }

    /// <summary>Takes the file in place of the present one, which stays where this one cannot be read.</summary>
    private Errno OpenAt(string where)
    {
        var opened = Libc.Open(where, Libc.OpenReadOnly | Libc.OpenNonBlocking, out var errno);
        if (opened is null)
        {
            return errno;
        }

        errno = Libc.StatusOf(opened, out var status);
        if (errno != Errno.None || status.Type != FileType.Regular)
        {
            opened.Dispose();
            return errno != Errno.None ? errno : Errno.Invalid;
        }

        file?.Dispose();
        file = opened;
        inode = status.Inode;
        offset = 0;
        head = ReadHead();
        return Errno.None;
    }

    /// <summary>Shorter than what was read, or with another beginning: truncated.</summary>
    private bool IsRewritten() => Size() is { } size && (size < offset || !ReadHead().AsSpan().StartsWith(head));

    private bool IsReplaced() => Libc.Status(path(), follow: true, out var status) == Errno.None && status.Inode != inode;

    private byte[] ReadHead()
    {
        Span<byte> buffer = stackalloc byte[HeadLength];
        var count = Libc.ReadAt(file!, buffer, 0, out _);
        return count > 0 ? buffer[..count].ToArray() : [];
    }

    private long? Size() => Libc.StatusOf(file!, out var status) == Errno.None ? (long)status.Size : null;
}
