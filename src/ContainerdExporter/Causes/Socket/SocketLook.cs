using ContainerdExporter.Containerd.Client;

namespace ContainerdExporter.Causes.Socket;

/// <summary>Everything that was seen of one instance's socket: the input of the judges.</summary>
/// <param name="Connect">The first rung of the ladder; null when it was not tried.</param>
/// <param name="Version">The second; null when the first failed or time ran out.</param>
/// <param name="PeerPid">The process that listens where the path leads; null when nothing does or it is not visible.</param>
/// <param name="PeerName">Its comm.</param>
/// <param name="Claimants">The running daemons that claim the address, oldest first.</param>
/// <param name="Listeners">How many sockets listen that were bound to this path, reachable or not.</param>
/// <param name="IsMountPoint">The socket's file alone is mounted into the exporter's container: after a restart of the daemon such a mount shows the old file for ever.</param>
internal sealed record SocketLook(
    StageResult? Connect,
    StageResult? Version,
    int? PeerPid,
    string? PeerName,
    IReadOnlyList<Claimant> Claimants,
    int Listeners,
    bool IsMountPoint);

/// <summary>A running daemon that claims an address.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="Age">Since its start.</param>
/// <param name="Listens">Whether it holds a listening socket bound to the address that the process at the path does not hold; null when it was not looked for, or could not be.</param>
internal sealed record Claimant(int Pid, TimeSpan Age, bool? Listens);
