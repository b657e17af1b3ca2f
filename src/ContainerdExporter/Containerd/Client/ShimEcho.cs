namespace ContainerdExporter.Containerd.Client;

/// <summary>What a shim's own socket says of it.</summary>
internal enum ShimEcho
{
    /// <summary>It reacted: with answers, or by closing the connection.</summary>
    Answers,

    /// <summary>The kernel took the connection for it, and it did not react in time.</summary>
    Silent,

    /// <summary>Nobody listens, or the socket cannot be reached from here.</summary>
    Unknown,
}
