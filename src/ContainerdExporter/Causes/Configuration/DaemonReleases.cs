using System.Collections.Concurrent;
using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>The release of each instance: what the daemon last said, else what its program says of itself.</summary>
internal sealed class DaemonReleases
{
    private readonly ConcurrentDictionary<string, ContainerdRelease> told = new(StringComparer.Ordinal);
    private InstalledRelease? installed;

    public async Task<ContainerdRelease?> FindAsync(CollectionRound round, ContainerdInstance instance)
    {
        if (instance.Daemons.Count > 0)
        {
            var probe = await round.ProbeAsync(instance);
            if (probe.Version is { } version && ContainerdRelease.Parse(version) is { } release)
            {
                told[instance.Address] = release;
            }
        }

        return told.TryGetValue(instance.Address, out var known)
            ? known
            : round.Node.Host.IsHostRoot ? await (installed ??= new InstalledRelease(round.Node.Calls)).FindAsync(instance) : null;
    }
}
