using System.Globalization;
using System.Text;

namespace ContainerdExporter.Linux;

/// <summary>A process that matters here, as its <c>/proc/PID/stat</c> shows it.</summary>
/// <param name="Pid">In the host's PID namespace.</param>
/// <param name="Name">comm: the executable's name, cut to 15 bytes; set freely by the process.</param>
/// <param name="State">R, S, D, Z, T, ….</param>
/// <param name="ParentPid">The parent; 1 is normal for a shim.</param>
/// <param name="StartTicks">Start, in clock ticks (1/100 s) since boot; with the PID it names the process for good.</param>
internal sealed record ProcessEntry(int Pid, string Name, char State, int ParentPid, ulong StartTicks);

/// <summary>The processes of the container world on this node: one read of <c>stat</c> each, and only those with a name of interest are kept.</summary>
internal sealed class ProcessTable(IReadOnlyList<ProcessEntry> processes, DateTimeOffset bootTime)
{
    private const int ClockTicksPerSecond = 100; // USER_HZ, fixed in the kernel's interface on every architecture of .NET
    private const int StatSize = 1024;

    public IReadOnlyList<ProcessEntry> Processes => processes;

    public IEnumerable<ProcessEntry> Named(string name) =>
        processes.Where(process => string.Equals(process.Name, name, StringComparison.Ordinal));

    public DateTimeOffset StartOf(ProcessEntry process) => bootTime.AddTicks((long)process.StartTicks * (TimeSpan.TicksPerSecond / ClockTicksPerSecond));

    /// <summary>Reads every process's <c>stat</c>. One that ends meanwhile is simply not there.</summary>
    public static ProcessTable Scan(HostPaths host, Func<ReadOnlySpan<byte>, bool> isOfInterest)
    {
        var found = new List<ProcessEntry>();
        Span<byte> buffer = stackalloc byte[StatSize];
        foreach (var directory in Directory.EnumerateDirectories(host.Procfs))
        {
            var name = Path.GetFileName(directory.AsSpan());
            if (!char.IsAsciiDigit(name[0]) || !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                continue;
            }

            if (Read($"{directory}/stat", pid, buffer, isOfInterest) is { } process)
            {
                found.Add(process);
            }
        }

        return new ProcessTable(found, ReadBootTime(host));
    }

    /// <summary>One process, whatever its name; null when there is none with this PID.</summary>
    public static ProcessEntry? Find(HostPaths host, int pid) =>
        Read(host.Proc($"{pid}/stat"), pid, stackalloc byte[StatSize], static _ => true);

    private static ProcessEntry? Read(string path, int pid, Span<byte> buffer, Func<ReadOnlySpan<byte>, bool> isOfInterest)
    {
        using var file = Libc.Open(path, Libc.OpenReadOnly, out _);
        var length = file is null ? 0 : Libc.Read(file, buffer, out _);
        return length > 0 ? ParseStat(pid, buffer[..length], isOfInterest) : null;
    }

    /// <summary>Parses <c>pid (comm) state ppid … starttime …</c> (proc_pid_stat(5)); comm may itself hold parentheses and spaces.</summary>
    internal static ProcessEntry? ParseStat(int pid, ReadOnlySpan<byte> stat, Func<ReadOnlySpan<byte>, bool> isOfInterest)
    {
        var open = stat.IndexOf((byte)'(');
        var close = stat.LastIndexOf((byte)')');
        if (open < 0 || close < open || close + 2 >= stat.Length)
        {
            return null;
        }

        var name = stat[(open + 1)..close];
        if (!isOfInterest(name))
        {
            return null;
        }

        // After the name: field 3 (state), 4 (ppid), …, 22 (starttime).
        var rest = stat[(close + 2)..];
        Span<Range> fields = stackalloc Range[21];
        var count = 0;
        foreach (var range in rest.Split((byte)' '))
        {
            if (count == fields.Length)
            {
                break;
            }

            fields[count++] = range;
        }

        return count > 19
            && int.TryParse(rest[fields[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var parent)
            && ulong.TryParse(rest[fields[19]], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? new ProcessEntry(pid, Encoding.UTF8.GetString(name), (char)rest[0], parent, start)
            : null;
    }

    /// <summary>The <c>btime</c> line of <c>/proc/stat</c>, in seconds since the epoch.</summary>
    private static DateTimeOffset ReadBootTime(HostPaths host)
    {
        var text = ProcFile.ReadText(host.Proc("stat"), 4 << 20);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("btime ") && long.TryParse(line[6..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return DateTimeOffset.FromUnixTimeSeconds(seconds);
            }
        }

        throw new InvalidDataException($"{host.Proc("stat")} has no btime line");
    }
}
