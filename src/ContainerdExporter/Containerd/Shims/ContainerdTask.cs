namespace ContainerdExporter.Containerd.Shims;

/// <summary>A task's status; the <c>status</c> label.</summary>
internal enum ContainerdTaskStatus
{
    /// <summary>Its shim did not answer the daemon within 2 s (io.containerd.timeout.task.state).</summary>
    Unknown,
    Created,
    Running,

    /// <summary>Its process has ended, and nobody has deleted the task yet.</summary>
    Stopped,
    Paused,
    Pausing,
}

/// <summary>One task as the daemon lists it.</summary>
/// <param name="Namespace">containerd's namespace, e.g. k8s.io.</param>
/// <param name="Id">The container's id.</param>
/// <param name="Status">Its status.</param>
/// <param name="ExitedAt">When its process ended; null while it runs.</param>
internal sealed record ContainerdTask(string Namespace, string Id, ContainerdTaskStatus Status, DateTimeOffset? ExitedAt);
