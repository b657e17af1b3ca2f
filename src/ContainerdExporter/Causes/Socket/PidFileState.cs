namespace ContainerdExporter.Causes.Socket;

/// <summary>What a PID file says of containerd. The names are label values.</summary>
internal enum PidFileState
{
    /// <summary>It names a running containerd.</summary>
    Live,

    /// <summary>It names no running process: left by a crash, and harmless.</summary>
    Stale,

    /// <summary>It names a running process that is another program: dockerd takes it for its containerd and starts none.</summary>
    Foreign,

    /// <summary>There is no file.</summary>
    Absent,

    /// <summary>It cannot be read, or holds no PID.</summary>
    Unreadable,
}
