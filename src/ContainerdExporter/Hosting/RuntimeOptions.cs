using ContainerdExporter.Causes.Runtime.Binaries;
using ContainerdExporter.Causes.Runtime.Processes;
using ContainerdExporter.Causes.Runtime.Shims;

namespace ContainerdExporter.Hosting;

/// <summary>What flags set for cause 4. The defaults are those of the flags.</summary>
internal sealed record RuntimeOptions
{
    /// <summary>How long a runtime process may be blocked in the kernel, or frozen, without a move.</summary>
    public TimeSpan UninterruptibleAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How old a runtime process may get whose command takes less than a second; runc itself waits up to 30 s for systemd.</summary>
    public TimeSpan OverdueAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an ended runtime process may wait for its shim to collect it.</summary>
    public TimeSpan ZombieAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often tasks are listed, at most.</summary>
    public TimeSpan TasksInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one listing of all tasks may take; the daemon waits 2 s for each hung shim.</summary>
    public TimeSpan TasksTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How long a shim must look left behind.</summary>
    public TimeSpan OrphanAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether OCI runtimes are run with --version.</summary>
    public bool RunBinaries { get; init; } = true;

    public BinaryOptions Binaries => new(RunBinaries);

    public StuckThresholds StuckThresholds => new(UninterruptibleAfter, OverdueAfter, ZombieAfter);

    public ShimOptions Shims => new(TasksInterval, TasksTimeout, OrphanAfter);
}
