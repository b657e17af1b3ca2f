using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Runtime.Processes;

/// <summary>The <c>state</c> label: the kernel's state letters, those that mean the same here put together.</summary>
internal enum RuntimeProcessState
{
    Running,
    Sleeping,

    /// <summary>D: in the kernel, and deaf to signals.</summary>
    Uninterruptible,

    /// <summary>T, t: by a signal or a debugger.</summary>
    Stopped,
    Zombie,
    Other,
}

/// <summary>Who started it; decides whether a zombie is anybody's fault.</summary>
internal enum RuntimeParent
{
    /// <summary>A shim, containerd or dockerd.</summary>
    Manager,

    /// <summary>Another OCI runtime process.</summary>
    Runtime,

    /// <summary>Someone else: a shell, podman's conmon, or PID 1 after the parent has gone.</summary>
    Other,
}

/// <summary>One OCI runtime process of this node.</summary>
/// <param name="Process">Its entry in the process table.</param>
/// <param name="Runtime">runc, crun, youki, runsc or kata-runtime.</param>
/// <param name="Command">What it was asked to do.</param>
/// <param name="Age">Since its start.</param>
/// <param name="Parent">Who started it.</param>
/// <param name="Words">Its command line, for evidence; empty where it cannot be read.</param>
/// <param name="Waits">What it waits for; looked at only where that can matter.</param>
/// <param name="Motionless">For how long it has been seen without a move in its present condition; zero when it moved since the last look.</param>
internal sealed record RuntimeProcess(
    ProcessEntry Process,
    string Runtime,
    RuntimeCommandLine Command,
    TimeSpan Age,
    RuntimeParent Parent,
    IReadOnlyList<string> Words,
    ProcessWaits? Waits,
    TimeSpan Motionless)
{
    public RuntimeProcessState State => Process.State switch
    {
        'R' => RuntimeProcessState.Running,
        'S' => RuntimeProcessState.Sleeping,
        'D' => RuntimeProcessState.Uninterruptible,
        'T' or 't' => RuntimeProcessState.Stopped,
        'Z' or 'X' => RuntimeProcessState.Zombie,
        _ => RuntimeProcessState.Other,
    };
}

/// <summary>Where a process waits. The kernel's words are evidence, never labels.</summary>
/// <param name="Channel">The kernel function it sleeps in; null while it runs, or without permission.</param>
/// <param name="Stack">The innermost kernel functions; empty unless the exporter is root.</param>
/// <param name="IsFrozen">Its cgroup is frozen.</param>
/// <param name="IsBlocked">It, or one of its threads, is in uninterruptible sleep.</param>
/// <param name="Switches">Context switches so far; null when not readable.</param>
internal sealed record ProcessWaits(string? Channel, IReadOnlyList<string> Stack, bool IsFrozen, bool IsBlocked, long? Switches)
{
    /// <summary>
    /// Opening the FIFO that <c>start</c> will open from the other side: a container that was created and not started, by
    /// design for any length of time (libcontainer's standard_init_linux.go; the kernel's fs/pipe.c).
    /// </summary>
    public bool AwaitsStart => Channel is "wait_for_partner" or "fifo_open" || Stack is ["wait_for_partner" or "fifo_open", ..];
}
