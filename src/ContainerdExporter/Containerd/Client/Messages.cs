using Google.Protobuf;
using Grpc.Core;

namespace ContainerdExporter.Containerd.Client;

/// <summary>How messages become bytes and bytes messages.</summary>
internal static class Messages
{
    public static readonly Marshaller<IMessage> Written = new(Write, _ => throw new NotSupportedException("a request is written only"));

    public static Marshaller<IMessage> ReadBy(MessageParser parser) =>
        new((_, _) => throw new NotSupportedException("an answer is read only"), context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));

    private static void Write(IMessage message, SerializationContext context)
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    }
}
