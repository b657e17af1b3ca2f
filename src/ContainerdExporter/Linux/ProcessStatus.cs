using System.Globalization;

namespace ContainerdExporter.Linux;

/// <summary>The read lines of <c>/proc/PID/status</c> (proc_pid_status(5)).</summary>
/// <param name="NamespaceDepth">In how many PID namespaces it has a number, counted from the one of this procfs: 1 for a process of the node itself.</param>
/// <param name="Switches">How often it has been switched out, by itself or not: unchanged means that it has not run.</param>
internal sealed record ProcessStatus(int NamespaceDepth, long Switches)
{
    public static ProcessStatus Parse(string text)
    {
        var depth = 1; // Kernels before 4.1 have no NSpid line.
        var switches = 0L;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("NSpid:"))
            {
                depth = 0;
                foreach (var range in line["NSpid:".Length..].Trim().SplitAny('\t', ' '))
                {
                    depth += range.End.Value > range.Start.Value ? 1 : 0;
                }
            }
            else if (line.StartsWith("voluntary_ctxt_switches:") || line.StartsWith("nonvoluntary_ctxt_switches:"))
            {
                switches += long.TryParse(line[(line.IndexOf(':') + 1)..], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var count) ? count : 0;
            }
        }

        return new ProcessStatus(Math.Max(depth, 1), switches);
    }
}
