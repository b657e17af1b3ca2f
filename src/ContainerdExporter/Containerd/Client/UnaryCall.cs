using Google.Protobuf;
using Grpc.Core;

namespace ContainerdExporter.Containerd.Client;

/// <summary>One question, one answer.</summary>
/// <param name="service">The service, with its package.</param>
/// <param name="name">The method.</param>
/// <param name="parser">Reads the answer.</param>
internal sealed class UnaryCall<TRequest, TResponse>(string service, string name, MessageParser<TResponse> parser) : DaemonCall(MethodType.Unary, service, name, parser)
    where TRequest : IMessage
    where TResponse : IMessage<TResponse>
{
    /// <exception cref="RpcException">containerd answers with an error, or not in time.</exception>
    public async Task<TResponse> AskAsync(CallInvoker daemon, TRequest request, CallOptions options) =>
        (TResponse)await daemon.AsyncUnaryCall(Method, host: null, options, request);
}
