using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.Causes.Socket;

/// <summary>Puts what is wrong with sockets and PID files into words.</summary>
internal static class SocketFindings
{
    public static IEnumerable<Finding> Of(SocketSample sample) =>
    [
        .. sample.Sockets.Select(OfState).OfType<Finding>(),
        .. sample.Sockets.Where(socket => socket.IsForeign == true).Select(OfForeign),
        .. sample.Sockets.Where(socket => socket.State is null or SocketState.Denied).Select(OfBlindness),
        .. sample.PidFiles.Where(file => file.State == PidFileState.Foreign).Select(OfPidFile),
        .. sample.ShimSockets.Where(shims => shims.Problem is not null).Select(OfShims),
    ];

    private static Finding? OfState(InstanceSocket socket) => socket.State switch
    {
        SocketState.Refused => Critical(
            "ContainerdSocketStale",
            socket,
            socket.Look.Claimants is []
                ? "A socket is there, but no containerd runs that would listen on it."
                : socket.IsForeign == true
                    ? "containerd runs and listens, but not on the socket at its path, which nobody listens on."
                    : "containerd runs, but does not listen on its socket."),
        SocketState.NotSocket => Critical("ContainerdSocketBlocked", socket, "Something that is no socket lies at the path of containerd's socket."),
        SocketState.NotGrpc => Critical("ContainerdSocketBlocked", socket, "Something that is not containerd answers at its socket."),
        _ => null,
    };

    private static Finding OfForeign(InstanceSocket socket) => Critical(
        "ContainerdSocketForeign",
        socket,
        socket.Look.PeerPid is null
            ? "containerd runs and listens, but the path of its socket no longer leads to it."
            : "containerd runs, but another process serves the path of its socket.");

    /// <summary>Neither healthy nor sick: the exporter could not find out, and must say so.</summary>
    private static Finding OfBlindness(InstanceSocket socket) => new(
        Cause.Exporter,
        Severity.Warning,
        CollectorFindings.Alert,
        socket.Address,
        socket.State == SocketState.Denied
            ? "The exporter may not connect to the socket; run it as root or in the group of [grpc] gid."
            : socket.Look.IsMountPoint
                ? "The socket's file alone is mounted into the exporter's container; mount its directory, for a restarted containerd makes a new file."
                : "The state of the socket could not be found out.",
        EvidenceOf(socket));

    private static Finding OfPidFile(PidFileSample file)
    {
        var named = file.Named!;
        var isReused = named.StartTime > file.Content.Modified;
        return new Finding(
            Cause.Socket,
            Severity.Warning,
            "ContainerdPidFileStale",
            file.Place.Owner.Address,
            file.Place.Origin == PidFileOrigin.Docker
                ? "The PID file names a process that is not Docker's containerd, so dockerd takes it for running and does not start it."
                : "The PID file names a process that is not containerd; whatever reads the file takes it for running.",
            [
                new Evidence("file", file.Place.Path),
                new Evidence("written", Format(file.Content.Modified!.Value)),
                new Evidence("process", $"{file.Content.Pid} ({named.Name})"),
                new Evidence("process started", Format(named.StartTime) + (isReused ? ", after the file was written: its PID was used again" : string.Empty)),
            ])
        { Subject = file.Place.Path };
    }

    private static Finding OfShims(ShimSocketCount shims) => new(
        Cause.Exporter,
        Severity.Warning,
        CollectorFindings.Alert,
        shims.Address,
        "The sockets of shims could not be counted.",
        [new Evidence("reason", shims.Problem!)]);

    private static Finding Critical(string alert, InstanceSocket socket, string summary) =>
        new(Cause.Socket, Severity.Critical, alert, socket.Address, summary, EvidenceOf(socket));

    private static List<Evidence> EvidenceOf(InstanceSocket socket)
    {
        var look = socket.Look;
        var evidence = new List<Evidence> { new("path", socket.Address) };
        foreach (var stage in new[] { look.Connect, look.Version })
        {
            if (stage is not null)
            {
                evidence.Add(new Evidence(stage.Stage.ToLabel(), stage.Detail ?? stage.Outcome.ToLabel()));
            }
        }

        if (look.PeerPid is { } peer)
        {
            evidence.Add(new Evidence("served by process", look.PeerName is null ? $"{peer}" : $"{peer} ({look.PeerName})"));
        }

        evidence.AddRange(look.Claimants.Select(claimant => new Evidence("containerd process", Describe(claimant, look.PeerPid))));
        if (look.Claimants is [])
        {
            evidence.Add(new Evidence("containerd process", "none claims this path"));
        }

        evidence.Add(new Evidence("listening sockets bound to the path", $"{look.Listeners}"));
        return evidence;
    }

    private static string Describe(Claimant claimant, int? peer)
    {
        var role = claimant.Pid == peer
            ? "serves the path"
            : claimant.Listens switch
            {
                true => "listens on a socket that the path does not lead to",
                false => "listens on no socket of this path: still loading plugins, or waiting for the lock of its database",
                null => "not known whether it listens",
            };
        return $"{claimant.Pid}, started {Age(claimant.Age)} ago, {role}";
    }

    private static string Age(TimeSpan age) => age.TotalMinutes < 2 ? $"{age.TotalSeconds:0} s" : age.TotalHours < 2 ? $"{age.TotalMinutes:0} min" : $"{age.TotalHours:0} h";

    private static string Format(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'");
}
