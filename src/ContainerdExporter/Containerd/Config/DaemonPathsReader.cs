using System.Collections.Concurrent;
using ContainerdExporter.Containerd.Config.Model;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Containerd.Config;

/// <summary>
/// Finds the paths that an instance's configuration sets, through its imports. A file is read again only when it, or
/// anything it imports, has changed.
/// </summary>
internal sealed class DaemonPathsReader(HostPaths host)
{
    private readonly HostFiles files = new(host);
    private readonly ConcurrentDictionary<string, Cached> cache = new(StringComparer.Ordinal);

    private sealed record Cached(RecordedFiles Inputs, DaemonPaths Paths);

    /// <summary>
    /// The paths set by a configuration file of the host; none when it is missing or was never readable. A file that has
    /// lost its syntax says nothing of the daemon that started before: what it said last stays.
    /// </summary>
    public DaemonPaths Read(string configPath)
    {
        cache.TryGetValue(configPath, out var cached);
        if (cached is { Inputs.IsUnchanged: true })
        {
            return cached.Paths;
        }

        // The paths are the same in every release's reading; the newest also knows the newest layout.
        var inputs = new RecordedFiles(files);
        var loaded = ConfigLoader.Load(inputs, configPath, ContainerdRelease.Newest);
        var isLegible = loaded.Files.All(file => file.State is ConfigFileState.Loaded or ConfigFileState.Missing);
        var paths = isLegible || cached is null ? PathsOf(EffectiveConfig.Of(loaded, ContainerdRelease.Newest)) : cached.Paths;
        cache[configPath] = new Cached(inputs, paths);
        return paths;
    }

    /// <summary>What the last reading found, without a look at the file.</summary>
    public DaemonPaths LastOf(string configPath) => cache.GetValueOrDefault(configPath)?.Paths ?? DaemonPaths.None;

    private static DaemonPaths PathsOf(EffectiveConfig config) => new(
        config.Root.Child("root")?.Text,
        config.Root.Child("state")?.Text,
        config.Find(PluginIds.ServerGrpc, "address")?.Text is { Length: > 0 } address ? address : null);
}
