using ContainerdExporter.Containerd.Protos.Snapshots;
using Grpc.Core;

namespace ContainerdExporter.Containerd.Client;

/// <summary>
/// What snapshots take, by containerd's own count. Of a committed one it knows the figure from when it was made; a writable one it
/// walks, as its CRI plugin does every 10 s for its own: one at a time, and never inside a scrape.
/// </summary>
internal static class SnapshotReader
{
    /// <summary>Far above what a node can run; beyond it nothing is known.</summary>
    private const int Limit = 50_000;

    /// <summary>The sums over every namespace; null when there are too many snapshots.</summary>
    /// <param name="localPath">The socket, as seen from here.</param>
    /// <param name="snapshotters">Their names; those that the daemon does not have count nothing.</param>
    /// <param name="cancellationToken">Bounds the whole call.</param>
    /// <exception cref="RpcException">containerd answers with an error, or not in time.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">It cannot be reached.</exception>
    public static async Task<SnapshotUsage?> UsageAsync(string localPath, IReadOnlyList<string> snapshotters, CancellationToken cancellationToken)
    {
        using var connection = await DaemonConnection.OpenAsync(localPath, cancellationToken);
        var invoker = connection.Channel.CreateCallInvoker();
        var options = new CallOptions(cancellationToken: cancellationToken);
        var sum = default(SnapshotUsage);
        var count = 0;
        foreach (var space in await DaemonNamespaces.ListAsync(invoker, options))
        {
            foreach (var snapshotter in snapshotters)
            {
                foreach (var info in await ListAsync(invoker, snapshotter, options.In(space)))
                {
                    if (++count > Limit)
                    {
                        return null;
                    }

                    sum += await UsageAsync(invoker, snapshotter, info, options.In(space));
                }
            }
        }

        return sum;
    }

    private static async Task<List<Info>> ListAsync(CallInvoker invoker, string snapshotter, CallOptions options)
    {
        var infos = new List<Info>();
        try
        {
            await foreach (var part in DaemonCalls.ListSnapshots.AskAsync(invoker, new ListSnapshotsRequest { Snapshotter = snapshotter }, options))
            {
                infos.AddRange(part.Info);
                if (infos.Count > Limit)
                {
                    break;
                }
            }
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.InvalidArgument)
        {
            // "snapshotter not loaded": its directory is there, and the daemon does not use it.
        }

        return infos;
    }

    private static async Task<SnapshotUsage> UsageAsync(CallInvoker invoker, string snapshotter, Info info, CallOptions options)
    {
        try
        {
            var usage = await DaemonCalls.SnapshotUsage.AskAsync(invoker, new UsageRequest { Snapshotter = snapshotter, Key = info.Name }, options);
            return info.Kind == Kind.Committed
                ? new SnapshotUsage(usage.Size, usage.Inodes, 0, 0)
                : new SnapshotUsage(0, 0, usage.Size, usage.Inodes);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return default; // Removed meanwhile.
        }
    }
}

/// <summary>What snapshots take.</summary>
/// <param name="LayerBytes">Unpacked layers of images.</param>
/// <param name="LayerFiles">Their inodes.</param>
/// <param name="WritableBytes">Writable layers of containers, and views.</param>
/// <param name="WritableFiles">Their inodes.</param>
internal readonly record struct SnapshotUsage(long LayerBytes, long LayerFiles, long WritableBytes, long WritableFiles)
{
    public static SnapshotUsage operator +(SnapshotUsage one, SnapshotUsage other) => new(
        one.LayerBytes + other.LayerBytes,
        one.LayerFiles + other.LayerFiles,
        one.WritableBytes + other.WritableBytes,
        one.WritableFiles + other.WritableFiles);
}
