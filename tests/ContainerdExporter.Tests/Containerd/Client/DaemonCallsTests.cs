using System.Reflection;
using ContainerdExporter.Containerd.Client;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace ContainerdExporter.Tests.Containerd.Client;

/// <summary>The calls beside the services as their protocol files describe them.</summary>
public sealed class DaemonCallsTests
{
    public static TheoryData<string> Calls => [.. Fields.Select(call => call.Name)];

    private static IEnumerable<FieldInfo> Fields => new[] { typeof(DaemonCalls), typeof(DaemonCalls.OfCanary) }
        .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
        .Where(call => call.FieldType.IsAssignableTo(typeof(DaemonCall)));

    [Theory]
    [MemberData(nameof(Calls))]
    public void Call_ItsService_HasItWithTheseMessages(string name)
    {
        var field = Fields.Single(call => call.Name == name);
        var messages = field.FieldType.GetGenericArguments();
        var method = ((DaemonCall)field.GetValue(null)!).Method;

        var described = messages.SelectMany(message => DescriptorOf(message).File.Services).Distinct()
            .Single(service => service.FullName == method.ServiceName)
            .FindMethodByName(method.Name);
        Assert.NotNull(described);
        Assert.Equal(messages, [described.InputType.ClrType, described.OutputType.ClrType]);
        Assert.Equal(method.Type, described.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary);
        Assert.False(described.IsClientStreaming);
    }

    private static MessageDescriptor DescriptorOf(Type message) =>
        (MessageDescriptor)message.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
}
