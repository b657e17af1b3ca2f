using Google.Protobuf;
using Grpc.Core;

namespace ContainerdExporter.Containerd.Client;

/// <summary>One question, an answer in many parts.</summary>
/// <param name="service">The service, with its package.</param>
/// <param name="name">The method.</param>
/// <param name="parser">Reads a part of the answer.</param>
internal sealed class StreamCall<TRequest, TResponse>(string service, string name, MessageParser<TResponse> parser) : DaemonCall(MethodType.ServerStreaming, service, name, parser)
    where TRequest : IMessage
    where TResponse : IMessage<TResponse>
{
    /// <exception cref="RpcException">containerd answers with an error, or not in time.</exception>
    public async IAsyncEnumerable<TResponse> AskAsync(CallInvoker daemon, TRequest request, CallOptions options)
    {
        using var call = daemon.AsyncServerStreamingCall(Method, host: null, options, request);
        while (await call.ResponseStream.MoveNext(options.CancellationToken))
        {
            yield return (TResponse)call.ResponseStream.Current;
        }
    }
}
