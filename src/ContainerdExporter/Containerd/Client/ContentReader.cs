using ContainerdExporter.Containerd.Protos.Content;
using Grpc.Core;

namespace ContainerdExporter.Containerd.Client;

/// <summary>What the metadata database says of the content store, in every namespace.</summary>
internal static class ContentReader
{
    /// <summary>Far above any real store.</summary>
    private const int Limit = 1 << 20;

    /// <summary>The size of every blob of every namespace; a blob that two namespaces share has one size.</summary>
    /// <param name="localPath">The socket, as seen from here.</param>
    /// <param name="cancellationToken">Bounds the whole call.</param>
    /// <exception cref="RpcException">containerd answers with an error, or not in time.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">It cannot be reached.</exception>
    public static async Task<Dictionary<BlobDigest, long>> ListAsync(string localPath, CancellationToken cancellationToken)
    {
        using var connection = await DaemonConnection.OpenAsync(localPath, cancellationToken);
        var invoker = connection.Channel.CreateCallInvoker();
        var options = new CallOptions(cancellationToken: cancellationToken);
        var sizes = new Dictionary<BlobDigest, long>();
        foreach (var space in await DaemonNamespaces.ListAsync(invoker, options))
        {
            await foreach (var part in DaemonCalls.ListContent.AskAsync(invoker, new ListContentRequest(), options.In(space)))
            {
                foreach (var info in part.Info)
                {
                    if (BlobDigest.TryParse(info.Digest) is { } digest && sizes.Count < Limit)
                    {
                        sizes[digest] = info.Size;
                    }
                }
            }
        }

        return sizes;
    }
}
