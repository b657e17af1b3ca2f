using System.Collections.Concurrent;
using System.IO.Enumeration;
using ContainerdExporter.Linux;
using Tomlyn.Model;

namespace ContainerdExporter.Containerd.Config;

/// <summary>
/// Finds the paths that an instance's configuration sets, through its imports. A file is read again only when it, or
/// anything it imports, has changed.
/// </summary>
internal sealed class DaemonPathsReader(HostPaths host)
{
    private const int SizeLimit = 4 << 20;
    private const int FileLimit = 64;

    private readonly ConcurrentDictionary<string, Cached> cache = new(StringComparer.Ordinal);

    private sealed record Cached(IReadOnlyList<(string Path, Stamp Stamp)> Inputs, DaemonPaths Paths);

    private readonly record struct Stamp(ulong Inode, ulong Size, long Seconds, uint Nanoseconds);

    /// <summary>The paths set by a configuration file of the host; none when it is missing, unreadable or no TOML.</summary>
    public DaemonPaths Read(string configPath)
    {
        if (cache.TryGetValue(configPath, out var cached) && cached.Inputs.All(input => StampOf(input.Path) == input.Stamp))
        {
            return cached.Paths;
        }

        var inputs = new List<(string Path, Stamp Stamp)>();
        var paths = Load(configPath, inputs);
        cache[configPath] = new Cached(inputs, paths);
        return paths;
    }

    /// <summary>containerd's order: the main file, then its imports breadth-first, each file once; a later value that is set wins.</summary>
    private DaemonPaths Load(string configPath, List<(string Path, Stamp Stamp)> inputs)
    {
        var queue = new Queue<string>([configPath]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var paths = DaemonPaths.None;
        while (queue.TryDequeue(out var path) && seen.Count < FileLimit)
        {
            if (!seen.Add(path))
            {
                continue;
            }

            inputs.Add((path, StampOf(path)));
            if (ReadTable(path) is not { } table)
            {
                continue;
            }

            paths = Merge(paths, table);
            foreach (var import in Imports(table, Path.GetDirectoryName(path)!, inputs))
            {
                queue.Enqueue(import);
            }
        }

        return paths;
    }

    private TomlTable? ReadTable(string path)
    {
        var local = host.ToLocal(path);
        var isFile = Libc.Status(local, follow: true, out var status) == Errno.None && status.Type == FileType.Regular;
        var text = isFile ? ProcFile.TryReadText(local, SizeLimit, out _) : null;
        return text is null ? null : TomlTables.TryParse(text);
    }

    private static DaemonPaths Merge(DaemonPaths paths, TomlTable table) => new(
        TomlTables.StringAt(table, "root") ?? paths.Root,
        TomlTables.StringAt(table, "state") ?? paths.State,
        TomlTables.StringAt(table, "plugins", "io.containerd.server.v1.grpc", "address") // config version 4
            ?? TomlTables.StringAt(table, "grpc", "address")
            ?? paths.Address);

    private IEnumerable<string> Imports(TomlTable table, string directory, List<(string Path, Stamp Stamp)> inputs)
    {
        if (!table.TryGetValue("imports", out var value) || value is not TomlArray patterns)
        {
            yield break;
        }

        foreach (var pattern in patterns.OfType<string>())
        {
            var full = Path.GetFullPath(pattern, directory);
            if (!full.Contains('*', StringComparison.Ordinal))
            {
                yield return full;
                continue;
            }

            var parent = Path.GetDirectoryName(full)!;
            inputs.Add((parent, StampOf(parent)));
            foreach (var match in Glob(parent, Path.GetFileName(full)))
            {
                yield return match;
            }
        }
    }

    private IEnumerable<string> Glob(string directory, string pattern)
    {
        var local = host.ToLocal(directory);
        return Directory.Exists(local)
            ? Directory.EnumerateFiles(local)
                .Select(file => Path.GetFileName(file))
                .Where(name => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))
                .Order(StringComparer.Ordinal)
                .Take(FileLimit)
                .Select(name => Path.Combine(directory, name))
            : [];
    }

    private Stamp StampOf(string path) =>
        Libc.Status(host.ToLocal(path), follow: true, out var status) == Errno.None
            ? new Stamp(status.Inode, status.Size, status.Modified.Seconds, status.Modified.Nanoseconds)
            : default;
}
