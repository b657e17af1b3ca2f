using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Causes.Storage.Databases;

/// <summary>A bolt file that an instance may have.</summary>
/// <param name="Database">Its name as a label value, of a closed set.</param>
/// <param name="Path">On the host.</param>
/// <param name="Described">Directories whose entries the file describes: with any, it should exist.</param>
internal sealed record DatabasePlace(string Database, string Path, IReadOnlyList<string> Described)
{
    /// <summary>Whether it lists snapshots.</summary>
    public bool IsSnapshotter { get; init; }
}

/// <summary>Where containerd keeps its bolt files, below its root (docs/ops.md; the plugins' own sources).</summary>
internal static class DatabasePlaces
{
    public const string Metadata = "metadata";

    /// <summary>Snapshotters that keep a <c>metadata.db</c> below containerd's root.</summary>
    private static readonly string[] Snapshotters =
        ["overlayfs", "native", "btrfs", "devmapper", "zfs", "aufs", "blockfile", "erofs", "fuse-overlayfs", "stargz"];

    public static IEnumerable<DatabasePlace> Of(ContainerdInstance instance)
    {
        var root = instance.Root.TrimEnd('/');
        var snapshots = Snapshotters.ToDictionary(name => name, name => $"{root}/io.containerd.snapshotter.v1.{name}", StringComparer.Ordinal);
        yield return new DatabasePlace(
            Metadata,
            $"{root}/io.containerd.metadata.v1.bolt/meta.db",
            [$"{root}/io.containerd.content.v1.content/blobs/sha256", .. snapshots.Values.Select(directory => $"{directory}/snapshots")]);
        yield return new DatabasePlace("mounts", $"{root}/io.containerd.mount-manager.v1.bolt/mounts.db", []); // from 2.2 on
        foreach (var (name, directory) in snapshots)
        {
            yield return new DatabasePlace(name, $"{directory}/metadata.db", [$"{directory}/snapshots"]) { IsSnapshotter = true };
        }
    }
}
