namespace ContainerdExporter.Diagnosis;

/// <summary>Why containerd fails on a node: the six causes, the symptom, and the exporter's own trouble. The names are the alerts' <c>cause</c> label.</summary>
internal enum Cause
{
    /// <summary>The symptom: does containerd answer, list and start?</summary>
    Liveness,

    /// <summary>Cause 1: the kernel's OOM killer.</summary>
    Memory,

    /// <summary>Cause 2: damaged state or storage.</summary>
    Storage,

    /// <summary>Cause 3: a stale socket or PID file.</summary>
    Socket,

    /// <summary>Cause 4: the OCI runtime and the shims.</summary>
    Runtime,

    /// <summary>Cause 5: configuration errors.</summary>
    Configuration,

    /// <summary>Cause 6: a full disk, in bytes or inodes.</summary>
    Disk,

    /// <summary>The exporter cannot see what it should.</summary>
    Exporter,
}
