using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Client;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Socket;

/// <summary>Gathers what the judges need. The order matters: the probe comes first, and who holds which socket after it.</summary>
internal sealed class SocketLooker(Node node)
{
    public SocketLook Look(ContainerdInstance instance, DaemonProbe probe, UnixSocketTable sockets)
    {
        var connect = probe.Stage(ProbeStage.Connect);
        var bound = SocketPaths.Spellings(instance.Address).SelectMany(sockets.InodesAt).ToHashSet();
        return new SocketLook(
            connect,
            probe.Stage(ProbeStage.Version),
            probe.PeerPid,
            probe.PeerPid is { } peer ? ProcessStat.Read(node.Host, peer)?.Name : null,
            Claimants(instance, probe, bound),
            bound.Count,
            connect?.Outcome == ProbeOutcome.Refused && IsMountPoint(instance.Address));
    }

    private IReadOnlyList<Claimant> Claimants(ContainerdInstance instance, DaemonProbe probe, HashSet<ulong> bound)
    {
        var listens = IsUndisputed(instance, probe) ? _ => null : WhoListens(probe, bound);
        var now = node.Time.GetUtcNow();
        return
        [
            .. instance.Daemons
                .Where(daemon => IsAlive(daemon.Process))
                .Select(daemon => new Claimant(daemon.Process.Pid, now - daemon.StartTime, listens(daemon.Process.Pid))),
        ];
    }

    /// <summary>One daemon, and nothing contradicts that it serves: no need to go through its descriptors.</summary>
    private static bool IsUndisputed(ContainerdInstance instance, DaemonProbe probe) =>
        probe.Succeeded(ProbeStage.Connect)
        && instance.Daemon is { } only
        && (probe.PeerPid is not { } peer || peer == only.Process.Pid);

    /// <summary>A socket that the process at the path holds too was handed over, not taken.</summary>
    private Func<int, bool?> WhoListens(DaemonProbe probe, HashSet<ulong> bound)
    {
        if (bound.Count == 0)
        {
            return _ => false;
        }

        var served = probe.PeerPid is { } peer ? HeldSockets.Of(node.Host, peer, bound) : [];
        return pid => served is null ? null : HeldSockets.Of(node.Host, pid, bound)?.Any(inode => !served.Contains(inode));
    }

    private bool IsAlive(ProcessEntry process) => ProcessStat.Read(node.Host, process.Pid)?.StartTicks == process.StartTicks;

    private bool IsMountPoint(string address)
    {
        var path = node.Host.ToLocal(node.Host.FollowLinks(address));
        return MountTable.ReadOwn(node.Host).Carrying(path)?.MountPoint == path;
    }
}
