using System.Collections.Concurrent;
using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>
/// The release of each instance: what the daemon that runs has said, else what its program says of itself, else what an earlier daemon said.
/// So the program of an upgrade that does not start is judged for what it is.
/// </summary>
internal sealed class DaemonReleases
{
    private readonly ConcurrentDictionary<string, Told> told = new(StringComparer.Ordinal);
    private InstalledRelease? installed;

    /// <param name="Daemon">Who told; null where several claim the address.</param>
    /// <param name="Program">What it runs; empty where that cannot be seen.</param>
    /// <param name="Release">What it told.</param>
    private sealed record Told(ProcessIdentity? Daemon, string Program, ContainerdRelease Release);

    public async Task<ContainerdRelease?> FindAsync(CollectionRound round, ContainerdInstance instance)
    {
        var last = told.GetValueOrDefault(instance.Address);
        var daemon = instance.Daemon?.Process.Identity;
        if (instance.Daemons.Count > 0)
        {
            var probe = await round.ProbeAsync(instance);
            if (probe.Version is { } version && ContainerdRelease.Parse(version) is { } release)
            {
                var program = last is not null && last.Daemon == daemon ? last.Program : await ProgramOfAsync(round.Node, daemon);
                told[instance.Address] = last = new Told(daemon, program, release);
            }
        }

        var isOfDaemon = last is not null && instance.Daemons.Count > 0 && last.Daemon == daemon;
        return isOfDaemon ? last!.Release : await InstalledAsync(round.Node, instance, last) ?? last?.Release;
    }

    private static async Task<string> ProgramOfAsync(Node node, ProcessIdentity? daemon) => daemon is { Pid: var pid }
        ? await new IsolatedReads(node.Calls).TryAsync(pid, () => ProcessFiles.Program(node.Host, pid) ?? string.Empty) ?? string.Empty
        : string.Empty;

    private async Task<ContainerdRelease?> InstalledAsync(Node node, ContainerdInstance instance, Told? last) =>
        node.Host.IsHostRoot && last is not { Program.Length: 0 }
            ? await (installed ??= new InstalledRelease(node.Calls, node.Time)).FindAsync(instance, last?.Program)
            : null;
}
