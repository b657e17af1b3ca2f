using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerdExporter.Linux;

/// <summary>The few libc calls that .NET has no equal for, or none cheap enough. Structures are those of 64-bit Linux.</summary>
internal static partial class Libc
{
    public const int OpenReadOnly = 0;
    public const int OpenNonBlocking = 0x800;
    public const int OpenCloseOnExec = 0x80000;

    /// <summary>Reading then leaves the access time alone; only for the owner of the file and for root.</summary>
    public const int OpenNoAccessTime = 0x40000;

    private const int AdviseDontNeed = 4;
    private const int PriorityOfThread = 1; // IOPRIO_WHO_PROCESS: a thread by its id, 0 for the caller
    private const int IdleClass = 3 << 13; // IOPRIO_CLASS_IDLE
    private const int AtFdCwd = -100;
    private const int AtSymlinkNoFollow = 0x100;
    private const int AtEmptyPath = 0x1000;
    private const uint StatxBasicStats = 0x7ff;

    /// <summary>The user that this process runs as (geteuid(2)); 0 is root.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenRaw(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ReadRaw(SafeFileHandle file, ref byte buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ReadAtRaw(SafeFileHandle file, ref byte buffer, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(SafeFileHandle file, long offset, long length, int advice);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third);

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatVfsRaw(string path, out StatVfs result);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatxRaw(int directory, string path, int flags, uint mask, out Statx result);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatxBelowRaw(SafeFileHandle directory, ref byte path, int flags, uint mask, out Statx result);

    [LibraryImport("libc", EntryPoint = "readlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ReadLinkRaw(string path, ref byte buffer, nuint size);

    /// <summary>Opens a file; null with the reason in <paramref name="errno"/>. Unlike FileStream it takes no lock and asks for nothing else.</summary>
    public static SafeFileHandle? Open(string path, int flags, out Errno errno)
    {
        var descriptor = OpenRaw(path, flags | OpenCloseOnExec);
        errno = descriptor < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>One read(2), repeated when a signal interrupts it; -1 with the reason in <paramref name="errno"/>.</summary>
    public static int Read(SafeFileHandle file, Span<byte> buffer, out Errno errno)
    {
        while (true)
        {
            var count = (int)ReadRaw(file, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
            errno = count < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
            if (errno != Errno.Interrupted)
            {
                return count;
            }
        }
    }

    /// <summary>
    /// Reads at an offset until the buffer is full or the file ends; the count, or -1 with the reason in <paramref name="errno"/>.
    /// </summary>
    public static int ReadAt(SafeFileHandle file, Span<byte> buffer, long offset, out Errno errno)
    {
        errno = Errno.None;
        var done = 0;
        while (done < buffer.Length)
        {
            var rest = buffer[done..];
            var count = (int)ReadAtRaw(file, ref MemoryMarshal.GetReference(rest), (nuint)rest.Length, offset + done);
            if (count > 0)
            {
                done += count;
                continue;
            }

            errno = count < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
            if (errno != Errno.Interrupted)
            {
                return count < 0 ? -1 : done;
            }
        }

        return done;
    }

    /// <summary>Lets the kernel drop a part of a file from its page cache.</summary>
    public static void DropFromCache(SafeFileHandle file, long offset, long length) => _ = Advise(file, offset, length, AdviseDontNeed);

    /// <summary>Lets the calling thread have the disk only when nobody else wants it (ioprio_set(2)).</summary>
    public static void LowerDiskPriority()
    {
        var number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 251 : 30;
        _ = SystemCall(number, PriorityOfThread, 0, IdleClass);
    }

    /// <summary>The length of a symbolic link's target, cut to the buffer; -1 with the reason in <paramref name="errno"/>. The target itself is not touched.</summary>
    public static int ReadLink(string path, Span<byte> buffer, out Errno errno)
    {
        var length = (int)ReadLinkRaw(path, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
        errno = length < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
        return length;
    }

    /// <summary>Size and use of the file system at a path. The kernel may never return from this on a dead mount.</summary>
    public static Errno FileSystem(string path, out StatVfs result) =>
        StatVfsRaw(path, out result) == 0 ? Errno.None : (Errno)Marshal.GetLastPInvokeError();

    /// <summary>What a path is, without following a final symbolic link unless asked to.</summary>
    public static Errno Status(string path, bool follow, out Statx result) =>
        StatxRaw(AtFdCwd, path, follow ? 0 : AtSymlinkNoFollow, StatxBasicStats, out result) == 0
            ? Errno.None
            : (Errno)Marshal.GetLastPInvokeError();

    /// <summary>What an open file is.</summary>
    public static Errno StatusOf(SafeFileHandle file, out Statx result)
    {
        byte empty = 0;
        return StatxBelowRaw(file, ref empty, AtEmptyPath, StatxBasicStats, out result) == 0 ? Errno.None : (Errno)Marshal.GetLastPInvokeError();
    }

    /// <summary>What an entry of a directory is, without following a symbolic link. The name ends in a zero byte.</summary>
    public static Errno StatusBelow(SafeFileHandle directory, ReadOnlySpan<byte> name, out Statx result) =>
        StatxBelowRaw(directory, ref MemoryMarshal.GetReference(name), AtSymlinkNoFollow, StatxBasicStats, out result) == 0
            ? Errno.None
            : (Errno)Marshal.GetLastPInvokeError();

    /// <summary>struct statvfs of 64-bit glibc.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct StatVfs
    {
        public ulong BlockSize;
        public ulong FragmentSize;
        public ulong Blocks;
        public ulong BlocksFree;
        public ulong BlocksAvailable;
        public ulong Files;
        public ulong FilesFree;
        public ulong FilesAvailable;
        public ulong FileSystemId;
        public ulong Flags;
        public ulong NameMaximum;
        private readonly ulong spare0;
        private readonly ulong spare1;
        private readonly ulong spare2;

        /// <summary>Mounted so that no program on it may be run (ST_NOEXEC of statvfs(3)).</summary>
        public readonly bool IsNoExec => (Flags & 8) != 0;
    }

    /// <summary>struct statx of the kernel (include/uapi/linux/stat.h), the same on every architecture.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    public struct Statx
    {
        public uint Mask;
        public uint BlockSize;
        public ulong Attributes;
        public uint Links;
        public uint Uid;
        public uint Gid;
        public ushort Mode;
        private readonly ushort spare0;
        public ulong Inode;
        public ulong Size;
        public ulong Blocks;
        public ulong AttributesMask;
        public StatxTime Accessed;
        public StatxTime Born;
        public StatxTime Changed;
        public StatxTime Modified;
        public uint RdevMajor;
        public uint RdevMinor;
        public uint DevMajor;
        public uint DevMinor;

        /// <summary>The file type bits of the mode.</summary>
        public readonly FileType Type => (FileType)(Mode & 0xF000);

        /// <summary>A file that somebody may execute.</summary>
        public readonly bool IsExecutable => Type == FileType.Regular && (Mode & 0x49) != 0; // 0111

        /// <summary>Whether both describe the same file.</summary>
        public readonly bool IsSameFile(in Statx other) =>
            Inode == other.Inode && DevMajor == other.DevMajor && DevMinor == other.DevMinor;
    }

    /// <summary>struct statx_timestamp.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct StatxTime
    {
        public long Seconds;
        public uint Nanoseconds;
        private readonly int spare;

        public readonly DateTimeOffset ToTime() =>
            DateTimeOffset.FromUnixTimeSeconds(Seconds).AddTicks(Nanoseconds / 100);
    }
}
