namespace ContainerdExporter.Linux;

/// <summary>Whether a process's cgroup is frozen, by itself or by one above it.</summary>
internal static class CgroupFreezer
{
    private const string Mounted = "/sys/fs/cgroup";

    /// <summary>The files that tell, of which the first that exists does: v1's state, v2's events, v2's events on a hybrid host.</summary>
    /// <param name="cgroups">The text of <c>/proc/PID/cgroup</c>.</param>
    internal static IEnumerable<string> FilesOf(string cgroups)
    {
        string? unified = null;
        foreach (var line in cgroups.Split('\n'))
        {
            // hierarchy:controllers:path; v2's line has no controllers. The path may hold colons.
            if (line.Split(':', 3) is not [_, var controllers, var path])
            {
                continue;
            }

            // From inside a cgroup namespace, what is outside of it starts with a way up.
            while (path.StartsWith("/../", StringComparison.Ordinal))
            {
                path = path[3..];
            }

            path = path.TrimEnd('/');
            if (controllers.Length == 0)
            {
                unified = path;
            }
            else if (controllers.Split(',').Contains("freezer", StringComparer.Ordinal))
            {
                yield return $"{Mounted}/freezer{path}/freezer.state";
            }
        }

        if (unified is not null)
        {
            yield return $"{Mounted}{unified}/cgroup.events";
            yield return $"{Mounted}/unified{unified}/cgroup.events";
        }
    }

    /// <summary>v1: THAWED, FREEZING or FROZEN, a frozen parent included. v2: a line <c>frozen 1</c>.</summary>
    internal static bool SaysFrozen(string text) =>
        text.StartsWith("FROZEN", StringComparison.Ordinal) ||
        text.StartsWith("FREEZING", StringComparison.Ordinal) ||
        text.Split('\n').Contains("frozen 1", StringComparer.Ordinal);

    /// <summary>False where it is not frozen, and where that cannot be seen.</summary>
    /// <param name="host">Where the cgroup file systems are.</param>
    /// <param name="cgroups">The text of <c>/proc/PID/cgroup</c>.</param>
    public static bool IsFrozen(HostPaths host, string cgroups) =>
        FilesOf(cgroups).Any(file => ProcFile.TryReadText(host.ToLocal(file), 4 << 10, out _) is { } text && SaysFrozen(text));
}
