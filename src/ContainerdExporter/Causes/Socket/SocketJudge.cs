using ContainerdExporter.Containerd.Client;

namespace ContainerdExporter.Causes.Socket;

/// <summary>Decides what is wrong with a socket from one look at it. What the look does not prove is null.</summary>
internal static class SocketJudge
{
    /// <param name="look">What was seen.</param>
    /// <param name="grace">How long a daemon may take to load its plugins; it opens its socket only after that.</param>
    public static SocketState? State(SocketLook look, TimeSpan grace) => look.Connect?.Outcome switch
    {
        ProbeOutcome.Ok => OfVersion(look.Version?.Outcome),
        ProbeOutcome.Timeout => SocketState.Hung, // Not even the backlog has room.
        ProbeOutcome.Denied => SocketState.Denied,
        ProbeOutcome.NotSocket => SocketState.NotSocket,
        ProbeOutcome.Absent => IsStarting(look, grace) ? SocketState.Starting : SocketState.Absent,
        ProbeOutcome.Refused when look.IsMountPoint => null,
        ProbeOutcome.Refused => IsStarting(look, grace) ? SocketState.Starting : SocketState.Refused,
        _ => null,
    };

    /// <summary>
    /// Whether a daemon lives whose path does not lead to it: another one has taken the path, or the file was removed or
    /// replaced. The proof is a listening socket bound to this address that only the daemon itself can reach.
    /// </summary>
    public static bool? IsForeign(SocketLook look, TimeSpan grace) => look switch
    {
        { Claimants: [] } or { IsMountPoint: true } => null,
        { Connect.Outcome: ProbeOutcome.Ok, PeerPid: { } peer } => IsTakenBy(peer, look, grace),
        { Connect.Outcome: ProbeOutcome.Ok } => IsTaken(look),
        { Connect.Outcome: ProbeOutcome.Absent or ProbeOutcome.Refused or ProbeOutcome.NotSocket } => IsCutOff(look, grace),
        _ => null,
    };

    /// <summary>A wire error is an answer all the same: what is wrong then is not the socket.</summary>
    private static SocketState? OfVersion(ProbeOutcome? outcome) => outcome switch
    {
        ProbeOutcome.Ok or ProbeOutcome.Error or ProbeOutcome.NotLoaded => SocketState.Serving,
        ProbeOutcome.Timeout => SocketState.Hung,
        ProbeOutcome.NotGrpc => SocketState.NotGrpc,
        _ => null,
    };

    /// <summary>A daemon that already listens has started: its socket was taken away from it.</summary>
    private static bool IsStarting(SocketLook look, TimeSpan grace) =>
        look.Claimants.Any(claimant => claimant.Age < grace) && look.Claimants.All(claimant => claimant.Listens != true);

    private static bool? IsTakenBy(int peer, SocketLook look, TimeSpan grace)
    {
        if (look.Claimants.Any(claimant => claimant.Pid != peer && claimant.Listens == true))
        {
            return true;
        }

        var oldest = look.Claimants[0];
        if (look.Claimants.All(claimant => claimant.Pid != peer))
        {
            // Served by a stranger. A daemon that has had its time, and provably listens nowhere, was kept out by it.
            return oldest.Listens == false && oldest.Age >= grace ? true : null;
        }

        // One that waits for the database's lock never listens, so two listeners mean that the older lost the path.
        var isLost = oldest.Pid != peer && oldest.Listens is null && oldest.Age >= grace && look.Listeners > 1;
        return isLost;
    }

    /// <summary>Without knowing who serves, only the number of listeners speaks.</summary>
    private static bool? IsTaken(SocketLook look) => look.Claimants.Count(claimant => claimant.Listens == true) > 1
        ? true
        : look.Listeners == 1 ? false : null;

    private static bool? IsCutOff(SocketLook look, TimeSpan grace)
    {
        if (look.Claimants.Any(claimant => claimant.Listens == true))
        {
            return true;
        }

        var isUnknown = look.Claimants.Any(claimant => claimant.Listens is null);
        return isUnknown && look.Listeners > 0
            ? look.Claimants[0].Age >= grace ? true : null
            : false;
    }
}
