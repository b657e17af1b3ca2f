using System.Collections.Concurrent;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>
/// Remembers what each daemon read when it started. Without having seen that, times must do: a file that is newer than
/// the daemon was changed after it.
/// </summary>
internal sealed class PendingRestarts
{
    /// <summary>
    /// Some distributions write the file and start the daemon in one go, and a process's start is known to the clock
    /// tick of a boot time that is itself rounded to a second.
    /// </summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Baseline> baselines = new(StringComparer.Ordinal);

    private sealed record Baseline(ProcessIdentity Daemon, string? Contents);

    /// <summary>Null when no daemon runs, or when it cannot be told which.</summary>
    public bool? IsPending(ContainerdInstance instance, CheckedConfig check)
    {
        if (instance.Daemon is not { } daemon)
        {
            return null;
        }

        var isOlder = check.Modified is not { } modified || modified <= daemon.StartTime + Tolerance;
        var baseline = baselines.AddOrUpdate(
            instance.Address,
            _ => Begin(daemon, isOlder, check),
            (_, known) => known.Daemon == daemon.Process.Identity ? known : Begin(daemon, isOlder, check));
        return baseline.Contents is { } read ? read != check.Contents : !isOlder;
    }

    /// <summary>What lies there now is what the daemon has read, unless it was written later.</summary>
    private static Baseline Begin(DaemonProcess daemon, bool isOlder, CheckedConfig check) =>
        new(daemon.Process.Identity, isOlder ? check.Contents : null);
}
