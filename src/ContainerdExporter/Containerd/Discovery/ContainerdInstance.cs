using ContainerdExporter.Linux;

namespace ContainerdExporter.Containerd.Discovery;

/// <summary>One containerd of this node, running or not, with the paths of its effective configuration (all on the host).</summary>
/// <param name="Address">The gRPC socket; the instance's name in every metric.</param>
/// <param name="Distribution">Who installed it.</param>
/// <param name="Source">How it was found.</param>
/// <param name="Root">Persistent data: content, snapshots, meta.db.</param>
/// <param name="State">Runtime state, on a tmpfs by default.</param>
/// <param name="ConfigPath">The main configuration file; it may not exist.</param>
/// <param name="Daemons">The running processes that claim the address, oldest first. More than one is a conflict.</param>
internal sealed record ContainerdInstance(
    string Address,
    Distribution Distribution,
    InstanceSource Source,
    string Root,
    string State,
    string ConfigPath,
    IReadOnlyList<DaemonProcess> Daemons)
{
    /// <summary>The systemd service that runs it, or that starts it at boot, without its suffix; null where that is not known.</summary>
    public string? Unit { get; init; }

    /// <summary>The daemon, when exactly one process claims the address.</summary>
    public DaemonProcess? Daemon => Daemons.Count == 1 ? Daemons[0] : null;
}

/// <summary>A running containerd.</summary>
/// <param name="Process">Its entry in the process table.</param>
/// <param name="StartTime">When it started, to the clock tick.</param>
internal sealed record DaemonProcess(ProcessEntry Process, DateTimeOffset StartTime);
