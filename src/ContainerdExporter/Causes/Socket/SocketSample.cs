namespace ContainerdExporter.Causes.Socket;

/// <summary>What the socket collector saw.</summary>
/// <param name="Sockets">One for each instance.</param>
/// <param name="PidFiles">Those worth a series.</param>
/// <param name="ShimSockets">One for each instance with a directory of its own, or with the common one.</param>
internal sealed record SocketSample(
    IReadOnlyList<InstanceSocket> Sockets,
    IReadOnlyList<PidFileSample> PidFiles,
    IReadOnlyList<ShimSocketCount> ShimSockets);

/// <summary>One instance's gRPC socket.</summary>
/// <param name="Address">The path; the instance's name.</param>
/// <param name="State">Null when the probe reached no verdict.</param>
/// <param name="IsForeign">Whether a daemon lives that its path does not lead to; null when it cannot be told.</param>
/// <param name="Look">The evidence.</param>
internal sealed record InstanceSocket(string Address, SocketState? State, bool? IsForeign, SocketLook Look);

/// <summary>One PID file.</summary>
/// <param name="Place">Where, and whose.</param>
/// <param name="State">Null when it cannot be told.</param>
/// <param name="Content">What it holds.</param>
/// <param name="Named">The process with that PID.</param>
internal sealed record PidFileSample(PidFilePlace Place, PidFileState? State, PidFileContent Content, NamedProcess? Named);

/// <summary>The process that a PID file names.</summary>
internal sealed record NamedProcess(string Name, DateTimeOffset StartTime);
