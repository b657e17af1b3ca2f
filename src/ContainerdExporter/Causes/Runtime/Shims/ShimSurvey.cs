using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Runtime.Shims;

/// <summary>How an attempt to list the tasks ended; the <c>state</c> label.</summary>
internal enum TaskListState
{
    Ok,

    /// <summary>The daemon answers other calls, but has not heard from all its shims in time.</summary>
    Timeout,

    /// <summary>The daemon does not answer, or refuses: not the shims' fault.</summary>
    Failed,
}

/// <summary>What one look at an instance's tasks and bundles found, in the background.</summary>
/// <param name="Time">When it ended.</param>
/// <param name="Duration">How long the daemon took to list its tasks.</param>
/// <param name="State">How that ended.</param>
/// <param name="Tasks">Every task; null unless the state is ok.</param>
/// <param name="Bundles">Every bundle; null when they cannot be listed.</param>
/// <param name="Unattended">The shims that have no child process.</param>
/// <param name="Mute">The shims that nobody heard from: not the daemon, and not this exporter over their own sockets.</param>
internal sealed record ShimSurvey(
    DateTimeOffset Time,
    TimeSpan Duration,
    TaskListState State,
    IReadOnlyList<ContainerdTask>? Tasks,
    IReadOnlyList<ShimBundle>? Bundles,
    IReadOnlySet<ProcessIdentity> Unattended,
    IReadOnlySet<ProcessIdentity> Mute);
