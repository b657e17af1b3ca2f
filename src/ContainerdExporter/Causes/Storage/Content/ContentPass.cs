using ContainerdExporter.Collection;
using ContainerdExporter.Containerd;
using ContainerdExporter.Containerd.Client;
using ContainerdExporter.Containerd.Discovery;
using Grpc.Core;

namespace ContainerdExporter.Causes.Storage.Content;

/// <summary>One pass over one content store: the names and sizes of all files, and those in the database.</summary>
internal static class ContentPass
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Garbage collection removes a blob from the database and then its file; a download does it the other way round. So a look
    /// that asks the database first, after one that saw the file gone, cannot meet the same moment again.
    /// </summary>
    private static readonly TimeSpan SecondLook = TimeSpan.FromMilliseconds(100);

    /// <param name="node">Where to look.</param>
    /// <param name="instance">Whose store.</param>
    /// <param name="canList">Whether its daemon answers.</param>
    public static async Task<ContentState> RunAsync(Node node, ContainerdInstance instance, bool canList)
    {
        var first = await LookAsync(node, instance, canList);
        if (first.Difference.IsEmpty)
        {
            return first;
        }

        await Task.Delay(SecondLook, node.Time);
        var second = await LookAsync(node, instance, canList);
        return second with { Difference = second.Difference.And(first.Difference) };
    }

    private static async Task<ContentState> LookAsync(Node node, ContainerdInstance instance, bool canList)
    {
        var (known, gap) = canList ? await ListAsync(node, instance) : (null, "containerd does not list its namespaces");
        var look = await node.Calls.RunAsync(
            $"list content of {instance.Root}", () => ContentDirectory.Look(node.Host, instance.Root, node.Time.GetUtcNow()), Timeout);
        return new ContentState(look, ContentComparison.Of(look, known), gap);
    }

    private static async Task<(Dictionary<BlobDigest, long>? Known, string? Gap)> ListAsync(Node node, ContainerdInstance instance)
    {
        using var deadline = new CancellationTokenSource(Timeout, node.Time);
        try
        {
            return (await ContentReader.ListAsync(node.Host.ToLocal(instance.Address), deadline.Token), null);
        }
        catch (Exception e) when (e is RpcException or System.Net.Sockets.SocketException or OperationCanceledException or IOException)
        {
            return (null, ProbeErrors.Describe(e));
        }
    }
}
