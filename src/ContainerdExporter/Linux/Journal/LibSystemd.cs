using System.Runtime.InteropServices;

namespace ContainerdExporter.Linux.Journal;

/// <summary>
/// The part of libsystemd that reads the journal (sd-journal(3)). The library is looked for when the journal is first asked for: a node or
/// an image without it has no journal for us, and everything else.
/// </summary>
internal static partial class LibSystemd
{
    private const string Library = "libsystemd.so.0";

    /// <summary>SD_JOURNAL_OS_ROOT: the directory is a root, with the journal at its usual places below.</summary>
    public const int OsRoot = 1 << 4;

    /// <summary>SD_JOURNAL_SYSTEM: of services and the kernel, not of users.</summary>
    public const int SystemOnly = 1 << 2;

    private static readonly Lazy<bool> Loaded = new(() => NativeLibrary.TryLoad(Library, out _));

    /// <summary>Whether the library is here.</summary>
    public static bool IsPresent => Loaded.Value;

    [LibraryImport(Library, EntryPoint = "sd_journal_open_directory", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int OpenDirectory(out nint journal, string path, int flags);

    [LibraryImport(Library, EntryPoint = "sd_journal_close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void Close(nint journal);

    [LibraryImport(Library, EntryPoint = "sd_journal_add_match")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int AddMatch(nint journal, ref byte data, nuint size);

    [LibraryImport(Library, EntryPoint = "sd_journal_set_data_threshold")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetDataThreshold(nint journal, nuint size);

    /// <summary>Makes the journal watch its directories; without it new files are not noticed.</summary>
    [LibraryImport(Library, EntryPoint = "sd_journal_get_fd")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Watch(nint journal);

    [LibraryImport(Library, EntryPoint = "sd_journal_process")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Process(nint journal);

    [LibraryImport(Library, EntryPoint = "sd_journal_seek_cursor", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SeekCursor(nint journal, string cursor);

    [LibraryImport(Library, EntryPoint = "sd_journal_test_cursor", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int TestCursor(nint journal, string cursor);

    [LibraryImport(Library, EntryPoint = "sd_journal_seek_realtime_usec")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SeekRealtime(nint journal, ulong microseconds);

    [LibraryImport(Library, EntryPoint = "sd_journal_next_skip")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Skip(nint journal, ulong count);

    [LibraryImport(Library, EntryPoint = "sd_journal_get_realtime_usec")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int GetRealtime(nint journal, out ulong microseconds);

    [LibraryImport(Library, EntryPoint = "sd_journal_get_data")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int GetData(nint journal, ref byte field, out nint data, out nuint length);

    [LibraryImport(Library, EntryPoint = "sd_journal_get_cursor")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int GetCursor(nint journal, out nint cursor);

    [LibraryImport("libc", EntryPoint = "free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void Free(nint memory);
}
