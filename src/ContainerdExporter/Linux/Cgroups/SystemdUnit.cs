namespace ContainerdExporter.Linux.Cgroups;

/// <summary>The service that systemd runs a process in, from <c>/proc/PID/cgroup</c>: systemd names a unit's cgroup after it (systemd.unit(5)).</summary>
internal static class SystemdUnit
{
    private const string Suffix = ".service";
    private const string Manager = "user@"; // Of one user's own systemd: "systemctl" alone does not speak to it.
    private const int NameLimit = 255; // UNIT_NAME_MAX

    /// <summary>The unit without its suffix; null where the process is in none of the system's, as one started by hand is.</summary>
    public static string? Of(string cgroups)
    {
        Span<Range> fields = stackalloc Range[3];
        foreach (var line in cgroups.AsSpan().EnumerateLines())
        {
            // Where systemd is, it keeps one of these two; a hybrid node has both, and they agree.
            if (line.Split(fields, ':') == 3 && (line[fields[1]] is "name=systemd" || (line[fields[0]] is "0" && line[fields[1]].IsEmpty)) &&
                UnitOf(line[fields[2]]) is { } unit)
            {
                return unit;
            }
        }

        return null;
    }

    /// <summary>The innermost service: a node that is itself a container (kind) has its services below the outer one.</summary>
    private static string? UnitOf(ReadOnlySpan<char> path)
    {
        string? found = null;
        foreach (var range in path.Split('/'))
        {
            var segment = path[range];
            if (segment.StartsWith(Manager))
            {
                return null;
            }

            if (segment.EndsWith(Suffix) && segment.Length > Suffix.Length && segment.Length <= NameLimit)
            {
                found = segment[..^Suffix.Length].ToString();
            }
        }

        return found;
    }
}
