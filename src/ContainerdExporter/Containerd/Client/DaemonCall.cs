using Google.Protobuf;
using Grpc.Core;

namespace ContainerdExporter.Containerd.Client;

/// <summary>A method of one of containerd's services.</summary>
/// <remarks>
/// To gRPC every message is an <see cref="IMessage"/>. With the types of the generated clients, three generic virtual methods and all that is below
/// them differ from call to call, and a native program has to put their code together at the first of each: a sixth of the CPU time of the start.
/// </remarks>
/// <param name="type">Whether it answers once or in parts.</param>
/// <param name="service">The service, with its package.</param>
/// <param name="name">The method.</param>
/// <param name="parser">Reads the answer, or a part of it.</param>
internal abstract class DaemonCall(MethodType type, string service, string name, MessageParser parser)
{
    private static readonly Marshaller<IMessage> Requests = new(Write, _ => throw new NotSupportedException("a request is written only"));

    public Method<IMessage, IMessage> Method { get; } = new(
        type,
        service,
        name,
        Requests,
        new Marshaller<IMessage>((_, _) => throw new NotSupportedException("an answer is read only"), context => parser.ParseFrom(context.PayloadAsReadOnlySequence())));

    private static void Write(IMessage message, SerializationContext context)
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    }
}
