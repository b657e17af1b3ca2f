using System.Collections.Concurrent;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Containerd.Handlers;

/// <summary>Reads the handlers of an instance's configuration; again only when a file of it has changed.</summary>
internal sealed class HandlerReader(HostPaths host)
{
    private readonly HostFiles files = new(host);
    private readonly ConcurrentDictionary<string, Cached> cache = new(StringComparer.Ordinal);

    private sealed record Cached(RecordedFiles Inputs, ContainerdRelease Release, IReadOnlyList<RuntimeHandler>? Handlers);

    /// <summary>Null while the files cannot be read: then nobody knows what the daemon would use.</summary>
    /// <param name="configPath">The main file; containerd's defaults hold where there is none.</param>
    /// <param name="version">The daemon's version, as it told it; null where it never did.</param>
    public IReadOnlyList<RuntimeHandler>? Read(string configPath, string? version)
    {
        cache.TryGetValue(configPath, out var cached);
        var told = version is null ? cached?.Release : ContainerdRelease.Parse(version);
        if (cached is { Inputs.IsUnchanged: true } && (told is null || told == cached.Release))
        {
            return cached.Handlers;
        }

        var inputs = new RecordedFiles(files);
        var loaded = ConfigLoader.Load(inputs, configPath, told ?? ContainerdRelease.Newest);
        var release = told ?? Guess(loaded);
        var isLegible = loaded.Files.All(file => file.State is ConfigFileState.Loaded or ConfigFileState.Missing);
        var handlers = isLegible ? RuntimeHandlers.Of(EffectiveConfig.Of(loaded, release)) : null;
        cache[configPath] = new Cached(inputs, release, handlers);
        return handlers;
    }

    /// <summary>A daemon that has not been seen running: its files' version tells 1.x from 2.x, the two readings that differ.</summary>
    private static ContainerdRelease Guess(LoadedConfig loaded) =>
        loaded.Files.Any(file => file.Root.Child("version")?.Scalar is >= 3L) ? ContainerdRelease.Newest : new ContainerdRelease(1, 7, 0);
}
