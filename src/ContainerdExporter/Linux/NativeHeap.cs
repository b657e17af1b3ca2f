using System.Runtime.InteropServices;

namespace ContainerdExporter.Linux;

/// <summary>
/// Keeps the allocator of the C library small. What the exporter takes from it is a megabyte for good and a third of one for each
/// compressed answer; left alone, glibc opens an arena for every thread and keeps in each what was freed.
/// </summary>
internal static partial class NativeHeap
{
    // malloc.h of glibc
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;

    /// <summary>glibc's own default, which grows with what is freed unless it is set.</summary>
    private const int Threshold = 128 * 1024;

    /// <summary>To be called before other threads allocate. A refusal costs memory and nothing else. Another C library has no such call, and other habits.</summary>
    public static void StaySmall()
    {
        if (NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "mallopt", out _))
        {
            _ = Set(ArenaMax, 1);
            _ = Set(MmapThreshold, Threshold);
            _ = Set(TrimThreshold, Threshold);
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Set(int parameter, int value);
}
