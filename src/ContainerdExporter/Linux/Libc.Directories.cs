using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerdExporter.Linux;

/// <summary>Listing a directory and reading small files below it, without an object or a path string per entry.</summary>
internal static partial class Libc
{
    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint GetDents(SafeFileHandle directory, ref byte buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenAt(SafeFileHandle directory, ref byte path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ReadDescriptor(int descriptor, ref byte buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);

    /// <summary>The next entries (struct linux_dirent64) of an open directory: their length in bytes, 0 at the end, -1 with a reason.</summary>
    public static int ReadEntries(SafeFileHandle directory, Span<byte> buffer, out Errno errno)
    {
        var length = (int)GetDents(directory, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
        errno = length < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
        return length;
    }

    /// <summary>Opens, reads once and closes a file below a directory. The name ends in a zero byte. -1 with a reason.</summary>
    public static int ReadAt(SafeFileHandle directory, ReadOnlySpan<byte> name, Span<byte> buffer, out Errno errno)
    {
        var descriptor = OpenAt(directory, ref MemoryMarshal.GetReference(name), OpenReadOnly | OpenCloseOnExec);
        if (descriptor < 0)
        {
            errno = (Errno)Marshal.GetLastPInvokeError();
            return -1;
        }

        nint count;
        do
        {
            count = ReadDescriptor(descriptor, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
            errno = count < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
        }
        while (errno == Errno.Interrupted);

        _ = Close(descriptor);
        return (int)count;
    }
}
