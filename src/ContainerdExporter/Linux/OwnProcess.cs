using System.Globalization;

namespace ContainerdExporter.Linux;

/// <summary>What the kernel counts for this very process (<c>/proc/self/stat</c>, <c>/proc/self/fd</c>).</summary>
/// <param name="CpuTime">User and system time, to the clock tick.</param>
/// <param name="VirtualBytes">The size of the address space.</param>
/// <param name="ResidentBytes">What of it is in memory.</param>
/// <param name="Threads">Threads, those of the runtime included.</param>
/// <param name="OpenDescriptors">Open file descriptors.</param>
internal sealed record OwnProcess(TimeSpan CpuTime, long VirtualBytes, long ResidentBytes, int Threads, int OpenDescriptors)
{
    private const int TicksPerSecond = 100; // USER_HZ, the same on every architecture that .NET runs on

    // Fields of proc_pid_stat(5), counted from the one after the name.
    private const int UserTime = 11;
    private const int SystemTime = 12;
    private const int ThreadCount = 17;
    private const int VirtualSize = 20;
    private const int ResidentPages = 21;

    /// <exception cref="IOException">procfs is not mounted.</exception>
    public static OwnProcess Read() => Parse(ProcFile.ReadText("/proc/self/stat", 1024), CountDescriptors());

    internal static OwnProcess Parse(string stat, int descriptors)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        long Field(int index) => long.Parse(fields[index], NumberStyles.None, CultureInfo.InvariantCulture);
        return new OwnProcess(
            TimeSpan.FromSeconds((double)(Field(UserTime) + Field(SystemTime)) / TicksPerSecond),
            Field(VirtualSize),
            Field(ResidentPages) * Environment.SystemPageSize,
            (int)Field(ThreadCount),
            descriptors);
    }

    /// <summary>Without the one that the count itself opens.</summary>
    private static int CountDescriptors()
    {
        using var directory = Libc.Open("/proc/self/fd", Libc.OpenReadOnly, out var errno) ?? throw ProcFile.Failure("/proc/self/fd", errno);
        Span<byte> entries = stackalloc byte[4096];
        var count = 0;
        while (Libc.ReadEntries(directory, entries, out errno) is var length && length > 0)
        {
            var walk = new DirectoryEntries(entries[..length]);
            while (walk.MoveNext())
            {
                count += walk.Name[0] == (byte)'.' ? 0 : 1;
            }
        }

        return errno == Errno.None ? count - 1 : throw ProcFile.Failure("/proc/self/fd", errno);
    }
}
