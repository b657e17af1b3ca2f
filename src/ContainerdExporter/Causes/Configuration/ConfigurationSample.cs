using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>The configuration of every instance.</summary>
internal sealed record ConfigurationSample(IReadOnlyList<InstanceConfig> Instances);

/// <summary>What an instance's configuration would do at the next start.</summary>
/// <param name="Address">The instance.</param>
/// <param name="Distribution">Who writes the file.</param>
/// <param name="Path">The main file.</param>
/// <param name="IsRunning">Whether the daemon runs: if so, a fatal problem waits for the next restart.</param>
/// <param name="Release">The daemon's; null when neither the daemon nor its binary has told.</param>
/// <param name="Report">The check; null when the release is unknown or a file system did not answer.</param>
/// <param name="Modified">The newest of the files; null when there is none.</param>
/// <param name="IsPendingRestart">Whether the files have changed since the daemon read them; null when it does not run.</param>
/// <param name="Unknown">Why there is no report.</param>
internal sealed record InstanceConfig(
    string Address,
    Distribution Distribution,
    string Path,
    bool IsRunning,
    ContainerdRelease? Release,
    ConfigReport? Report,
    DateTimeOffset? Modified,
    bool? IsPendingRestart,
    string? Unknown);
