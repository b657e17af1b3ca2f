using System.Collections.Concurrent;
using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>A check's result with what tells two states of the files apart.</summary>
/// <param name="Report">What the rules found.</param>
/// <param name="Modified">The newest file; null when there is none.</param>
/// <param name="Contents">Names and texts of all files.</param>
internal sealed record CheckedConfig(ConfigReport Report, DateTimeOffset? Modified, string Contents);

/// <summary>Checks configurations, and keeps each result until a path that it looked at, or the node itself, has changed.</summary>
internal sealed class ConfigChecks
{
    private readonly ConcurrentDictionary<string, Kept> kept = new(StringComparer.Ordinal);

    private sealed record Kept(string Node, RecordedFiles Inputs, CheckedConfig Result);

    public CheckedConfig Check(INodeFiles files, string path, ContainerdRelease release, NodeFacts facts, DaemonFlags flags)
    {
        var key = $"{path}\n{flags.Address}";
        var node = $"{release} {flags} {facts.KubeletRuns} {facts.KubeletCgroupDriver} {facts.IsCgroup2} {facts.IsSystemd} {string.Join(':', facts.SearchPath)} {facts.FileSystemOf(flags.Root ?? "/var/lib/containerd")}";
        if (kept.TryGetValue(key, out var known) && known.Node == node && known.Inputs.IsUnchanged)
        {
            return known.Result;
        }

        var inputs = new RecordedFiles(files);
        var report = ConfigLinter.Check(path, release, inputs, facts, flags);
        var result = new CheckedConfig(report, NewestOf(report.Config.Loaded, inputs), ContentsOf(report.Config.Loaded));
        kept[key] = new Kept(node, inputs, result);
        return result;
    }

    private static DateTimeOffset? NewestOf(LoadedConfig loaded, RecordedFiles files) =>
        loaded.Files.Select(file => files.Stamp(file.Path)).Where(stamp => stamp.Kind == PathKind.File).Select(stamp => (DateTimeOffset?)stamp.Modified).Max();

    /// <summary>The texts themselves: they are in memory anyway, and .NET's hashes need OpenSSL, which not every node has.</summary>
    private static string ContentsOf(LoadedConfig loaded) =>
        string.Join('\0', loaded.Files.Select(file => $"{file.Path}\0{file.State}\0{file.Text}"));
}
