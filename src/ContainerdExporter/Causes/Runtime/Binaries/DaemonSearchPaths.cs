using System.Collections.Concurrent;
using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Runtime.Binaries;

/// <summary>Where a daemon looks programs up.</summary>
/// <param name="Directories">Its PATH.</param>
/// <param name="OwnDirectory">The directory of containerd itself, where it looks for shims last; null when unknown.</param>
internal sealed record SearchPath(IReadOnlyList<string> Directories, string? OwnDirectory)
{
    /// <summary>What systemd gives a service that sets none.</summary>
    public static readonly SearchPath OfService = new(["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"], OwnDirectory: null);

    public IReadOnlyList<string> ForShims => OwnDirectory is null ? Directories : [.. Directories, OwnDirectory];
}

/// <summary>Each daemon's PATH, from its own environment: read once in its life, and remembered beyond its end.</summary>
internal sealed class DaemonSearchPaths(Node node)
{
    private readonly ConcurrentDictionary<string, (ProcessIdentity Daemon, SearchPath Path)> known = new(StringComparer.Ordinal);

    /// <summary>Null where nobody can tell: a distribution that ships its own programs, and whose daemon has not been seen.</summary>
    public async Task<SearchPath?> FindAsync(ContainerdInstance instance)
    {
        known.TryGetValue(instance.Address, out var last);
        if (instance.Daemon is { Process: { } process } && process.Identity != last.Daemon)
        {
            var reads = new IsolatedReads(node.Calls);
            if (await reads.TryAsync(process.Pid, () => Read(process.Pid)) is { Directories.Count: > 0 } found)
            {
                known[instance.Address] = (process.Identity, found);
                return found;
            }
        }

        return last.Path ?? (instance.Distribution is Distribution.Upstream or Distribution.Docker ? SearchPath.OfService : null);
    }

    private SearchPath Read(int pid)
    {
        var path = ProcessFiles.EnvironmentVariable(node.Host, pid, "PATH") ?? string.Empty;
        return new SearchPath(path.Split(':', StringSplitOptions.RemoveEmptyEntries), Path.GetDirectoryName(ProcessFiles.Program(node.Host, pid)));
    }
}
