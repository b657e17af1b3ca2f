using Google.Protobuf;
using Grpc.Core;

namespace ContainerdExporter.Containerd.Client;

/// <summary>One question, one answer.</summary>
/// <remarks>
/// To gRPC every message is an <see cref="IMessage"/>. With the types of the generated clients, three generic virtual methods and all that is below
/// them differ from call to call, and a native program has to put their code together at the first of each: a sixth of the CPU time of the start.
/// </remarks>
/// <param name="service">The service, with its package.</param>
/// <param name="name">The method.</param>
/// <param name="parser">Reads the answer.</param>
internal sealed class UnaryCall<TRequest, TResponse>(string service, string name, MessageParser<TResponse> parser)
    where TRequest : IMessage
    where TResponse : IMessage<TResponse>
{
    private readonly Method<IMessage, IMessage> method = new(MethodType.Unary, service, name, Messages.Written, Messages.ReadBy(parser));

    /// <summary>Its name and kind.</summary>
    public IMethod Method => method;

    /// <exception cref="RpcException">containerd answers with an error, or not in time.</exception>
    public async Task<TResponse> AskAsync(CallInvoker daemon, TRequest request, CallOptions options) =>
        (TResponse)await daemon.AsyncUnaryCall(method, host: null, options, request);
}
