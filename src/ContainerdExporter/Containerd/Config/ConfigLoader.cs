namespace ContainerdExporter.Containerd.Config;

/// <summary>
/// Follows a configuration's imports in containerd's order: the main file, its imports as written, then theirs; each
/// path once (services/server/config/config.go and cmd/containerd/server/config/config.go, LoadConfig).
/// </summary>
internal static class ConfigLoader
{
    /// <summary>More files than this belong to no configuration; bounds the time that a loop of generated names takes.</summary>
    public const int FileLimit = 64;

    /// <summary>Characters of all files together.</summary>
    private const int TextLimit = 128 << 10;

    public static LoadedConfig Load(INodeFiles files, string mainPath, ContainerdRelease release)
    {
        if (files.Stamp(mainPath).Kind == PathKind.Missing)
        {
            return new LoadedConfig(mainPath, [], Truncated: false);
        }

        var pending = new Queue<(string Path, ConfigPosition? At)>([(mainPath, null)]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var loaded = new List<ConfigFile>();
        var length = 0;
        while (pending.TryDequeue(out var next))
        {
            if (!seen.Add(next.Path))
            {
                continue;
            }

            if (loaded.Count == FileLimit || length > TextLimit)
            {
                return new LoadedConfig(mainPath, loaded, Truncated: true);
            }

            var file = ConfigFileReader.Read(files, next.Path, next.At);
            loaded.Add(file);
            length += file.Text.Length;
            foreach (var (path, at) in Imports(files, file, release))
            {
                pending.Enqueue((path, at));
            }
        }

        return new LoadedConfig(mainPath, loaded, Truncated: false);
    }

    /// <summary>Where an import leads. Before 1.7 a relative pattern was resolved by the daemon's working directory, <c>/</c> under systemd.</summary>
    public static string Resolve(string import, string importer, ContainerdRelease release)
    {
        var isPattern = import.Contains('*', StringComparison.Ordinal);
        var from = isPattern && release < new ContainerdRelease(1, 7, 0) ? "/" : Path.GetDirectoryName(importer) ?? "/";
        return Path.GetFullPath(import, from);
    }

    private static IEnumerable<(string Path, ConfigPosition At)> Imports(INodeFiles files, ConfigFile file, ContainerdRelease release)
    {
        foreach (var import in file.Root.Child("imports")?.Items ?? [])
        {
            if (import.Text is not { } text || text.Contains('\0', StringComparison.Ordinal))
            {
                continue;
            }

            var path = Resolve(text, file.Path, release);
            if (!text.Contains('*', StringComparison.Ordinal))
            {
                yield return (path, import.At);
                continue;
            }

            foreach (var match in GoGlob.Find(files, path))
            {
                yield return (match, import.At);
            }
        }
    }
}
