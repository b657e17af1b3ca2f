namespace ContainerdExporter.Linux.Cgroups;

/// <summary>
/// The control groups of a process, from <c>/proc/PID/cgroup</c> (cgroups(7)): one line per hierarchy,
/// <c>4:memory:/path</c> in version 1 and <c>0::/path</c> in version 2. A hybrid node has both.
/// </summary>
/// <param name="Memory">Its path in the version 1 hierarchy of the memory controller; null without one.</param>
/// <param name="Unified">Its path in the version 2 hierarchy; null without one.</param>
internal sealed record CgroupMembership(string? Memory, string? Unified)
{
    private const string Deleted = " (deleted)";

    public static CgroupMembership Parse(string text)
    {
        string? memory = null, unified = null;
        Span<Range> fields = stackalloc Range[3];
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.Split(fields, ':') < 3 || line[fields[2]] is not ['/', ..] || line.EndsWith(Deleted))
            {
                continue;
            }

            if (line[fields[0]] is "0" && line[fields[1]].IsEmpty)
            {
                unified = line[fields[2]].ToString();
            }
            else if (HasMemory(line[fields[1]]))
            {
                memory = line[fields[2]].ToString();
            }
        }

        return new CgroupMembership(memory, unified);
    }

    private static bool HasMemory(ReadOnlySpan<char> controllers)
    {
        foreach (var range in controllers.Split(','))
        {
            if (controllers[range] is "memory")
            {
                return true;
            }
        }

        return false;
    }
}
