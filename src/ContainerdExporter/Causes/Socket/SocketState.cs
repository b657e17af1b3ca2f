namespace ContainerdExporter.Causes.Socket;

/// <summary>What a client of the instance meets at its socket's path. The names are label values.</summary>
internal enum SocketState
{
    /// <summary>containerd answers Version, if only with an error.</summary>
    Serving,

    /// <summary>Nothing listens yet: the daemon has just been started and is loading its plugins.</summary>
    Starting,

    /// <summary>The kernel accepts connections, and nobody answers them.</summary>
    Hung,

    /// <summary>A socket without a listener: what a killed daemon leaves behind.</summary>
    Refused,

    /// <summary>Nothing is at the path.</summary>
    Absent,

    /// <summary>The exporter may not connect; says nothing of containerd.</summary>
    Denied,

    /// <summary>A directory or another file is at the path. A directory stops containerd from starting.</summary>
    NotSocket,

    /// <summary>Something answers, but not as containerd.</summary>
    NotGrpc,
}
