using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Client;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;
using Grpc.Core;

namespace ContainerdExporter.Causes.Disk.Usage;

/// <summary>Counts once what an instance keeps on disk. Lists the content store's files, and leaves what is below snapshots to containerd.</summary>
internal static class UsagePass
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>Snapshotters that keep their files below containerd's root, and not on volumes of their own.</summary>
    private static readonly string[] Snapshotters = ["overlayfs", "native", "btrfs", "erofs", "blockfile"];

    /// <param name="node">Where to look.</param>
    /// <param name="instance">Whose store.</param>
    /// <param name="canList">Whether its daemon answers.</param>
    public static async Task<StoreUsage> RunAsync(Node node, ContainerdInstance instance, bool canList)
    {
        var root = instance.Root.TrimEnd('/');
        var (files, snapshotters) = await node.Calls.RunAsync($"count content of {root}", () => Count(node.Host, root), Timeout);
        var snapshots = canList && snapshotters.Count > 0 ? await AskAsync(node, instance, snapshotters) : [];
        return new StoreUsage([.. files, .. snapshots], node.Time.GetUtcNow());
    }

    private static (IReadOnlyList<AreaUsage> Files, IReadOnlyList<Place> Snapshotters) Count(HostPaths host, string root)
    {
        var device = DeviceOf(host, root);
        var snapshotters = Snapshotters
            .Select(name => (Name: name, Device: DeviceOf(host, $"{root}/io.containerd.snapshotter.v1.{name}/snapshots")))
            .Where(each => each.Device is not null)
            .Select(each => new Place(each.Name, each.Device == device))
            .ToList();
        return ([.. CountContent(host, $"{root}/io.containerd.content.v1.content", device)], snapshotters);
    }

    private static IEnumerable<AreaUsage> CountContent(HostPaths host, string content, ulong? device)
    {
        foreach (var (area, name) in new[] { (StoreArea.Content, "blobs"), (StoreArea.Ingests, "ingest") })
        {
            var path = $"{content}/{name}";
            if (DirectorySize.Of(host.ToLocal(path)) is { } size)
            {
                yield return new AreaUsage(area, size.Bytes, size.Files, DeviceOf(host, path) == device);
            }
        }
    }

    private static async Task<IReadOnlyList<AreaUsage>> AskAsync(Node node, ContainerdInstance instance, IReadOnlyList<Place> snapshotters)
    {
        using var deadline = new CancellationTokenSource(Timeout, node.Time);
        try
        {
            var names = snapshotters.Select(each => each.Snapshotter).ToList();
            var usage = await SnapshotReader.UsageAsync(node.Host.ToLocal(instance.Address), names, deadline.Token);
            var isOnRoot = snapshotters.All(each => each.IsOnRoot);
            return usage is not { } sum ? [] :
            [
                new AreaUsage(StoreArea.Layers, sum.LayerBytes, sum.LayerFiles, isOnRoot),
                new AreaUsage(StoreArea.Writable, sum.WritableBytes, sum.WritableFiles, isOnRoot),
            ];
        }
        catch (Exception e) when (e is RpcException or System.Net.Sockets.SocketException or OperationCanceledException or IOException)
        {
            return []; // Not known now; other collectors say what is wrong with the daemon.
        }
    }

    private static ulong? DeviceOf(HostPaths host, string path) =>
        Libc.Status(host.ToLocal(path), follow: true, out var status) == Errno.None ? ((ulong)status.DevMajor << 32) | status.DevMinor : null;

    private sealed record Place(string Snapshotter, bool IsOnRoot);
}
