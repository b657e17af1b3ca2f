using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.DaemonLog;

/// <summary>What a line of the daemon's log tells of. A line is of one pattern at most; the names are the <c>pattern</c> label.</summary>
internal enum LogPattern
{
    /// <summary>A Go panic, a fatal error of its runtime or a signal that it died of, but for those in the database: the daemon is gone.</summary>
    Panic,

    /// <summary>A panic within bbolt: the database is damaged, or its file is.</summary>
    DatabasePanic,

    /// <summary>bbolt refuses the database.</summary>
    DatabaseInvalid,

    /// <summary>Another process holds the database.</summary>
    DatabaseLocked,

    /// <summary>What was downloaded is not what was asked for, or a blob is gone.</summary>
    ContentError,

    /// <summary>A layer could not be unpacked.</summary>
    UnpackError,

    /// <summary>The device or the file system below refuses.</summary>
    IoError,

    /// <summary>ENOSPC or EDQUOT.</summary>
    NoSpace,

    /// <summary>ENOMEM, or a runtime that guesses it was OOM-killed.</summary>
    OutOfMemory,

    /// <summary>The OCI runtime failed, for another reason than a command that the container's image does not have.</summary>
    RuntimeError,

    /// <summary>A shim could not be started.</summary>
    ShimStartFailed,

    /// <summary>A starting daemon found the shim of a container dead.</summary>
    ShimLost,

    /// <summary>What a shim left behind could not be cleared away.</summary>
    ShimError,

    /// <summary>The daemon could not listen at its address.</summary>
    ListenerFailed,

    /// <summary>The daemon, or one of its plugins, refuses its configuration.</summary>
    ConfigInvalid,

    /// <summary>A key in the configuration that this release does not know.</summary>
    UnknownConfigKey,

    /// <summary>A plugin failed for a reason that is none of the others.</summary>
    PluginFailed,

    /// <summary>The daemon gave up its start for a reason that is none of the others.</summary>
    StartFailed,

    /// <summary>A call between the daemon's parts took too long; not a registry's silence.</summary>
    DeadlineExceeded,

    /// <summary>A pod's network could not be set up.</summary>
    SandboxNetworkFailed,
}

/// <summary>What a pattern stands for.</summary>
internal static class LogPatterns
{
    public static readonly IReadOnlyList<LogPattern> All = Enum.GetValues<LogPattern>();

    /// <summary>The cause that it speaks of.</summary>
    public static Cause CauseOf(LogPattern pattern) => pattern switch
    {
        LogPattern.DatabasePanic or LogPattern.DatabaseInvalid or LogPattern.DatabaseLocked or
            LogPattern.ContentError or LogPattern.UnpackError or LogPattern.IoError => Cause.Storage,
        LogPattern.NoSpace => Cause.Disk,
        LogPattern.OutOfMemory => Cause.Memory,
        LogPattern.RuntimeError or LogPattern.ShimStartFailed or LogPattern.ShimLost or LogPattern.ShimError => Cause.Runtime,
        LogPattern.ListenerFailed => Cause.Socket,
        LogPattern.ConfigInvalid or LogPattern.UnknownConfigKey => Cause.Configuration,
        _ => Cause.Liveness,
    };

    /// <summary>The alerts for whose findings, at the same address, its lines are evidence.</summary>
    public static IReadOnlyList<string> AlertsOf(LogPattern pattern) => pattern switch
    {
        LogPattern.Panic => ["ContainerdPanicked", "ContainerdDown", "ContainerdRestarting", "ContainerdSocketStale"],
        LogPattern.DatabasePanic => ["ContainerdPanicked", "ContainerdMetadataCorrupt", "ContainerdDown", "ContainerdRestarting", "ContainerdSocketStale"],
        LogPattern.DatabaseInvalid => ["ContainerdMetadataCorrupt", "ContainerdCoreServicesFailed", "ContainerdCriFailed"],
        LogPattern.DatabaseLocked => ["ContainerdDown", "ContainerdHung", "ContainerdSocketStale"],
        LogPattern.ContentError => ["ContainerdContentDamaged"],
        LogPattern.UnpackError => ["ContainerdContentDamaged", "ContainerdMetadataCorrupt"],
        LogPattern.IoError => ["ContainerdStorageErrors", "ContainerdFilesystemReadOnly", "ContainerdMetadataCorrupt", "ContainerdCoreServicesFailed", "ContainerdCriFailed", "ContainerdDown"],
        LogPattern.NoSpace => ["ContainerdDiskFull", "ContainerdInodesExhausted", "ContainerdCoreServicesFailed", "ContainerdCriFailed", "ContainerdDown"],
        LogPattern.OutOfMemory => ["ContainerdMemoryNearLimit", "ContainerdRestarting"],
        LogPattern.RuntimeError => ["ContainerdRuntimeBroken", "ContainerdCannotRunContainers", "ContainerdRuntimeStuck"],
        LogPattern.ShimStartFailed => ["ContainerdRuntimeBroken", "ContainerdCannotRunContainers"],
        LogPattern.ShimLost or LogPattern.ShimError => ["ContainerdShimOrphaned", "ContainerdShimUnresponsive"],
        LogPattern.ListenerFailed => ["ContainerdSocketBlocked", "ContainerdDown", "ContainerdSocketStale", "ContainerdRestarting"],
        LogPattern.ConfigInvalid => ["ContainerdConfigInvalid", "ContainerdConfigDegraded", "ContainerdCriFailed", "ContainerdDown", "ContainerdRestarting"],
        LogPattern.UnknownConfigKey => ["ContainerdConfigDegraded"],
        LogPattern.PluginFailed => ["ContainerdCoreServicesFailed", "ContainerdCriFailed"],
        LogPattern.StartFailed => ["ContainerdDown", "ContainerdRestarting", "ContainerdSocketStale"],
        LogPattern.DeadlineExceeded => ["ContainerdHung", "ContainerdShimUnresponsive", "ContainerdRuntimeStuck"],
        LogPattern.SandboxNetworkFailed => ["ContainerdNetworkNotReady"],
        _ => [],
    };
}
