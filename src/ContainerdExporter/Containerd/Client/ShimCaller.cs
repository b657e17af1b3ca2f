using System.Buffers.Binary;
using System.Net.Sockets;
using ContainerdExporter.Linux;
using Google.Protobuf;

namespace ContainerdExporter.Containerd.Client;

/// <summary>
/// Asks a shim over its own socket, without the daemon: the task service's <c>Connect</c>, which tells PIDs and changes
/// nothing. A shim speaks ttrpc (containerd/ttrpc, PROTOCOL.md): frames of length (4 bytes, big endian), stream (4), type and flags.
/// </summary>
internal sealed class ShimCaller(HostPaths host)
{
    private const int HeaderSize = 10;
    private const int FrameLimit = 4 << 20; // ttrpc's own (messageLengthMax)
    private const byte RequestType = 1;

    /// <summary>containerd 1.x and 2.x. A shim that does not know one of them says so: an answer as well.</summary>
    private static readonly string[] Services = ["containerd.task.v2.Task", "containerd.task.v3.Task"];

    /// <summary>Whether the shim answers every question in time. Never throws for what the other side does.</summary>
    /// <param name="socket">The path of its socket on the host.</param>
    /// <param name="id">The container that is asked about.</param>
    /// <param name="limit">For connecting and both answers.</param>
    public async Task<ShimEcho> AskAsync(string socket, string id, TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit);
        try
        {
            using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(host.ToLocal(socket)), deadline.Token);
            await using var stream = new NetworkStream(connection);
            return await TalkAsync(stream, id, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            return ShimEcho.Silent;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
        {
            return ShimEcho.Silent; // Its backlog is full of connections that it does not accept.
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return ShimEcho.Unknown; // A path longer than an address may be is an argument's fault.
        }
    }

    private static async Task<ShimEcho> TalkAsync(NetworkStream stream, string id, CancellationToken deadline)
    {
        try
        {
            for (var i = 0; i < Services.Length; i++)
            {
                await stream.WriteAsync(Frame((uint)((2 * i) + 1), Services[i], id), deadline); // A client's streams are odd.
            }

            for (var i = 0; i < Services.Length; i++)
            {
                await SkipFrameAsync(stream, deadline);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // It closed the connection, or speaks another protocol: a stopped one does neither.
        }

        return ShimEcho.Answers;
    }

    private static async Task SkipFrameAsync(NetworkStream stream, CancellationToken deadline)
    {
        var header = new byte[HeaderSize];
        await stream.ReadExactlyAsync(header, deadline);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (length > FrameLimit)
        {
            throw new InvalidDataException("no frame of ttrpc");
        }

        var body = new byte[1024];
        for (var rest = (int)length; rest > 0;)
        {
            var part = body.AsMemory(0, Math.Min(rest, body.Length));
            await stream.ReadExactlyAsync(part, deadline);
            rest -= part.Length;
        }
    }

    /// <summary>A frame with the message Request: service (1), method (2), payload (3); the payload is ConnectRequest: id (1).</summary>
    internal static byte[] Frame(uint stream, string service, string id)
    {
        var payload = Message((1, ByteString.CopyFromUtf8(id)));
        var request = Message((1, ByteString.CopyFromUtf8(service)), (2, ByteString.CopyFromUtf8("Connect")), (3, payload));
        var frame = new byte[HeaderSize + request.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, request.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), stream);
        frame[8] = RequestType;
        request.CopyTo(frame, HeaderSize);
        return frame;
    }

    private static ByteString Message(params ReadOnlySpan<(int Field, ByteString Value)> fields)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            foreach (var (field, value) in fields)
            {
                output.WriteTag(field, WireFormat.WireType.LengthDelimited);
                output.WriteBytes(value);
            }
        }

        return ByteString.CopyFrom(bytes.ToArray());
    }
}
