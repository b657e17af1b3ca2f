namespace ContainerdExporter.Containerd.Client;

/// <summary>The rungs of the ladder, in order: each needs the one before it, except that plugins, namespaces and cri need only version.</summary>
internal enum ProbeStage
{
    /// <summary>connect(2) on the socket. The kernel accepts for a stopped process too, so this alone proves little.</summary>
    Connect,

    /// <summary>Version: the gRPC loop answers. A daemon whose database is dead still answers it.</summary>
    Version,

    /// <summary>Introspection.Plugins: what was loaded, and what failed to.</summary>
    Plugins,

    /// <summary>Namespaces.List: the metadata database can be read.</summary>
    Namespaces,

    /// <summary>Images.List in one namespace.</summary>
    Images,

    /// <summary>CRI's Status, where the CRI plugin is loaded.</summary>
    Cri,
}

/// <summary>How a rung ended.</summary>
internal enum ProbeOutcome
{
    Ok,

    /// <summary>Nothing is at the socket's path.</summary>
    Absent,

    /// <summary>A socket without a listener.</summary>
    Refused,

    /// <summary>The exporter may not connect.</summary>
    Denied,

    /// <summary>A directory, a plain file or another thing that is no socket.</summary>
    NotSocket,

    /// <summary>No answer in time, or a backlog so full that the kernel does not even queue the connection.</summary>
    Timeout,

    /// <summary>Something answered, but not in gRPC, or not as containerd.</summary>
    NotGrpc,

    /// <summary>containerd answered with an error.</summary>
    Error,

    /// <summary>The service is not loaded; for CRI that is a choice.</summary>
    NotLoaded,
}

/// <summary>One rung's result.</summary>
/// <param name="Stage">Which.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Detail">containerd's or the kernel's words; evidence, never a label.</param>
internal sealed record StageResult(ProbeStage Stage, ProbeOutcome Outcome, TimeSpan Duration, string? Detail = null);
