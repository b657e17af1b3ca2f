using System.Net.Sockets;
using Grpc.Core;

namespace ContainerdExporter.Containerd.Client;

/// <summary>Turns the exceptions of sockets and gRPC into outcomes and into words that help.</summary>
internal static class ProbeErrors
{
    private const int DetailLimit = 512;

    public static ProbeOutcome Classify(ProbeStage stage, Exception exception) => exception switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => ProbeOutcome.Refused,
        SocketException { SocketErrorCode: SocketError.AccessDenied } => ProbeOutcome.Denied,

        // .NET's name for ENOENT on connect.
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => ProbeOutcome.Absent,
        SocketException { SocketErrorCode: SocketError.WouldBlock or SocketError.TimedOut } => ProbeOutcome.Timeout,
        RpcException e when stage == ProbeStage.Version => OfVersion(e),
        RpcException { StatusCode: StatusCode.Unimplemented } => ProbeOutcome.NotLoaded,
        _ => ProbeOutcome.Error,
    };

    /// <summary>The words of the exception that says most, on one line and bounded: gRPC wraps the cause several times.</summary>
    public static string Describe(Exception exception)
    {
        var text = exception is RpcException { Status.DebugException: null } rpc
            ? $"{rpc.StatusCode}: {rpc.Status.Detail}"
            : DescribeBase((exception is RpcException e ? e.Status.DebugException! : exception).GetBaseException());
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= DetailLimit ? line : line[..DetailLimit];
    }

    /// <summary>.NET names the stream that it disposed of, not why it had to.</summary>
    private static string DescribeBase(Exception exception) =>
        exception is ObjectDisposedException ? "the connection ended in the middle of the call" : exception.Message;

    /// <summary>A status that came over the wire proves a gRPC server; one that the client made up (it has an exception) does not.</summary>
    private static ProbeOutcome OfVersion(RpcException exception) =>
        exception.Status.DebugException is null && exception.StatusCode != StatusCode.Unimplemented ? ProbeOutcome.Error : ProbeOutcome.NotGrpc;
}
