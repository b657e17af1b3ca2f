using System.Runtime.InteropServices;

namespace ContainerdExporter.Linux;

/// <summary>Walks a buffer of struct linux_dirent64 (getdents64(2)): inode 8, offset 8, length 2, type 1, name up to a zero byte.</summary>
internal ref struct DirectoryEntries(ReadOnlySpan<byte> buffer)
{
    private const int LengthOffset = 16;
    private const int NameOffset = 19;

    private ReadOnlySpan<byte> rest = buffer;

    /// <summary>The current entry's inode number.</summary>
    public ulong Inode { get; private set; }

    /// <summary>The current entry's name, without its zero byte.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    public bool MoveNext()
    {
        if (rest.Length <= NameOffset)
        {
            return false;
        }

        int length = MemoryMarshal.Read<ushort>(rest[LengthOffset..]);
        if (length <= NameOffset || length > rest.Length)
        {
            return false;
        }

        var name = rest[NameOffset..length];
        var end = name.IndexOf((byte)0);
        Name = end < 0 ? name : name[..end];
        Inode = MemoryMarshal.Read<ulong>(rest);
        rest = rest[length..];
        return true;
    }
}
