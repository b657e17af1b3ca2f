using ContainerdExporter.Containerd;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Socket;

/// <summary>Decides what a PID file means, from its content and the process that it names.</summary>
internal static class PidFileJudge
{
    /// <param name="content">The file.</param>
    /// <param name="named">The process with that PID; null when there is none.</param>
    /// <param name="arePidsKnown">Whether the PIDs seen here are the node's own.</param>
    /// <param name="isAnothers">Whether that process is known to be another instance than the file's.</param>
    public static PidFileState? State(PidFileContent content, ProcessEntry? named, bool arePidsKnown, bool isAnothers) => content switch
    {
        { Exists: false } => PidFileState.Absent,
        { Pid: null } => PidFileState.Unreadable,
        _ when !arePidsKnown => null,
        _ when named is null or { State: 'Z' or 'X' } => PidFileState.Stale,
        _ when isAnothers || !IsContainerd(named.Name) => PidFileState.Foreign,
        _ => PidFileState.Live,
    };

    /// <summary>The daemon under its own name or that of a wrapper around it; a shim is not the daemon.</summary>
    private static bool IsContainerd(string name) =>
        name.Contains(ProcessNames.Daemon, StringComparison.Ordinal) && !name.StartsWith(ProcessNames.Shim, StringComparison.Ordinal);
}
