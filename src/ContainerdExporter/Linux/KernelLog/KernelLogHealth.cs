namespace ContainerdExporter.Linux.KernelLog;

/// <summary>Whether the kernel's log can be read.</summary>
internal enum KernelLogStatus
{
    /// <summary>The backlog of this boot is being read.</summary>
    CatchingUp,

    /// <summary>Every record is read within moments.</summary>
    Reading,

    /// <summary>A permission is missing: CAP_SYSLOG where kernel.dmesg_restrict is 1, or the device in a container.</summary>
    Denied,

    /// <summary>There is no such device here.</summary>
    Unsupported,

    /// <summary>Reading failed; it is tried again.</summary>
    Failed,
}

/// <summary>The state of the reader.</summary>
/// <param name="Status">Whether it can read.</param>
/// <param name="Detail">What is wrong, for the operator; null when nothing is.</param>
/// <param name="Records">Records of this boot that were read, each once.</param>
/// <param name="Lost">Records of this boot that the kernel dropped before they were read.</param>
internal sealed record KernelLogHealth(KernelLogStatus Status, string? Detail, long Records, long Lost)
{
    /// <summary>When a loss was noticed last; null when none was since the exporter's start.</summary>
    public DateTimeOffset? LastLoss { get; init; }
}
