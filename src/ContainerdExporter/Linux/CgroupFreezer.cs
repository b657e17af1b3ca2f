using ContainerdExporter.Linux.Cgroups;

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

            if (controllers.Length == 0)
            {
                unified = path;
            }
            else if (controllers.Split(',').Contains("freezer", StringComparer.Ordinal))
            {
                foreach (var below in CgroupPath.Candidates(path))
                {
                    yield return $"{Mounted}/freezer{below.TrimEnd('/')}/freezer.state";
                }
            }
        }

        foreach (var below in unified is null ? [] : CgroupPath.Candidates(unified))
        {
            yield return $"{Mounted}{below.TrimEnd('/')}/cgroup.events";
            yield return $"{Mounted}/unified{below.TrimEnd('/')}/cgroup.events";
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
