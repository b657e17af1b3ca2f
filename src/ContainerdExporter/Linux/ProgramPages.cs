using System.Globalization;
using System.Runtime.InteropServices;

namespace ContainerdExporter.Linux;

/// <summary>
/// The pages of the program and its libraries that this process has mapped. Its start reads most of them once, above all the data that the
/// native compiler packs; what is needed again comes back from the page cache, without the disk.
/// </summary>
internal static partial class ProgramPages
{
    private const int DontNeed = 4; // MADV_DONTNEED of asm-generic/mman-common.h

    /// <summary>Unmaps them all: those in use are mapped again at their next use. Where the kernel refuses, they stay.</summary>
    public static void LetGo()
    {
        try
        {
            foreach (var (start, length) in Untouched(File.ReadLines("/proc/self/smaps")))
            {
                _ = Advise((nint)start, (nuint)length, DontNeed);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A kernel without CONFIG_PROC_PAGE_MONITOR has no such file. That costs memory and nothing else.
        }
    }

    /// <summary>
    /// The private mappings of files that nobody can write to and that hold no page of ours (proc_pid_smaps(5)): a page that was written to,
    /// as those which the loader relocates, is not in the file.
    /// </summary>
    internal static IEnumerable<(long Start, long Length)> Untouched(IEnumerable<string> smaps)
    {
        (long Start, long Length)? mapping = null;
        foreach (var line in smaps)
        {
            if (line.Length > 0 && !char.IsAsciiLetterUpper(line[0]))
            {
                mapping = Mapping(line);
            }
            else if (mapping is { } found && line.StartsWith("Anonymous:", StringComparison.Ordinal))
            {
                if (line.EndsWith(" 0 kB", StringComparison.Ordinal))
                {
                    yield return found;
                }

                mapping = null;
            }
        }
    }

    /// <summary>Null for another mapping than a private, unwritable one of a file.</summary>
    private static (long Start, long Length)? Mapping(string header)
    {
        var fields = header.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return fields is [var range, ['r', '-', _, 'p', ..], _, _, _, ['/', ..]] &&
            range.Split('-') is [var first, var last] &&
            long.TryParse(first, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var start) &&
            long.TryParse(last, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var end) &&
            end > start
            ? (start, end - start)
            : null;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint start, nuint length, int advice);
}
