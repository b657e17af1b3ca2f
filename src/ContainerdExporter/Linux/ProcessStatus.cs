using System.Globalization;

namespace ContainerdExporter.Linux;

/// <summary>The read lines of <c>/proc/PID/status</c> (proc_pid_status(5)); every user may read it.</summary>
/// <param name="NamespaceDepth">In how many PID namespaces it has a number, counted from the one of this procfs: 1 for a process of the node itself.</param>
/// <param name="Switches">How often it has been switched out, by itself or not: unchanged means that it has not run.</param>
/// <param name="EffectiveUser">The effective uid, as our user namespace numbers it.</param>
/// <param name="DescriptorSlots">The size of its descriptor table: no descriptor has a higher number.</param>
internal sealed record ProcessStatus(int NamespaceDepth, long Switches, uint? EffectiveUser = null, int DescriptorSlots = 0)
{
    /// <summary>A process chooses its own name, but the kernel escapes newlines in it: no line here is forged.</summary>
    public static ProcessStatus Parse(string text)
    {
        var status = new ProcessStatus(NamespaceDepth: 1, Switches: 0); // Kernels before 4.1 have no NSpid line.
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range];
            var colon = line.IndexOf(':');
            if (colon > 0)
            {
                status = status.With(line[..colon], line[(colon + 1)..].Trim());
            }
        }

        return status;
    }

    private ProcessStatus With(ReadOnlySpan<char> key, ReadOnlySpan<char> value) => key switch
    {
        "NSpid" => this with { NamespaceDepth = value.CountAny('\t', ' ') + 1 },
        "Uid" => this with { EffectiveUser = ParseSecond(value) },
        "FDSize" => this with { DescriptorSlots = (int)Math.Min(ParseCount(value), int.MaxValue) },
        "voluntary_ctxt_switches" or "nonvoluntary_ctxt_switches" => this with { Switches = Switches + ParseCount(value) },
        _ => this,
    };

    private static long ParseCount(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    /// <summary>The uids are real, effective, saved and that of the file system.</summary>
    private static uint? ParseSecond(ReadOnlySpan<char> words)
    {
        Span<Range> fields = stackalloc Range[3];
        return words.Split(fields, '\t') == 3 && uint.TryParse(words[fields[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
    }
}
