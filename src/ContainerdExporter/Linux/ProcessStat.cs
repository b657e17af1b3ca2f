using System.Globalization;
using System.Text;

namespace ContainerdExporter.Linux;

/// <summary>Parses <c>/proc/PID/stat</c> (proc_pid_stat(5)).</summary>
internal static class ProcessStat
{
    private const int StateField = 0; // counted from the field after the name: 3 (state) is 0
    private const int ParentField = 1;
    private const int StartField = 19;

    /// <summary>One process, whatever its name; null when there is none with this PID.</summary>
    public static ProcessEntry? Read(HostPaths host, int pid) =>
        ProcFile.TryReadText(host.Proc($"{pid}/stat"), 1024, out _) is { } text ? Parse(pid, Encoding.UTF8.GetBytes(text)) : null;

    /// <summary>
    /// Parses <c>pid (comm) state ppid … starttime …</c>. A name may itself hold parentheses and spaces: the last
    /// parenthesis ends it. Null for anything else.
    /// </summary>
    public static ProcessEntry? Parse(int pid, ReadOnlySpan<byte> stat)
    {
        var open = stat.IndexOf((byte)'(');
        var close = stat.LastIndexOf((byte)')');
        if (open < 0 || close < open || close + 2 >= stat.Length)
        {
            return null;
        }

        var name = stat[(open + 1)..close];
        var rest = stat[(close + 2)..];
        Span<Range> fields = stackalloc Range[StartField + 1];
        var count = 0;
        foreach (var range in rest.Split((byte)' '))
        {
            fields[count++] = range;
            if (count == fields.Length)
            {
                break;
            }
        }

        return count > StartField
            && rest[fields[StateField]] is [var state]
            && int.TryParse(rest[fields[ParentField]], NumberStyles.None, CultureInfo.InvariantCulture, out var parent)
            && ulong.TryParse(rest[fields[StartField]], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? new ProcessEntry(pid, Encoding.UTF8.GetString(name), (char)state, parent, start)
            : null;
    }
}
