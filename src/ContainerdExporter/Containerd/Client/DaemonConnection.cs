using System.Net.Sockets;
using System.Runtime.InteropServices;
using Grpc.Net.Client;

namespace ContainerdExporter.Containerd.Client;

/// <summary>One connection to a containerd socket, used for one climb of the ladder and then closed.</summary>
/// <remarks>
/// A connection that is kept would go on talking to a daemon whose path another one has taken, so each climb makes its
/// own. gRPC gets exactly this socket; when it is gone gRPC may not open another, for that would be a different probe.
/// </remarks>
internal sealed class DaemonConnection : IDisposable
{
    /// <summary>containerd's own limit for a message, both ways (defaults/defaults.go).</summary>
    private const int MessageLimit = 16 << 20;

    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    private readonly Socket connected;
    private int handedOver;

    private DaemonConnection(Socket socket)
    {
        connected = socket;
        PeerPid = ReadPeerPid(socket);
        Channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                ActivityHeadersPropagator = null,
                ConnectCallback = (_, _) => new ValueTask<Stream>(HandOver()),
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MessageLimit,
            MaxSendMessageSize = MessageLimit,
            MaxRetryAttempts = 1,
        });
    }

    public GrpcChannel Channel { get; }

    /// <summary>The process that called listen(2), as our PID namespace numbers it; null when it is not visible here.</summary>
    public int? PeerPid { get; }

    /// <exception cref="SocketException">connect(2) failed.</exception>
    public static async Task<DaemonConnection> OpenAsync(string localPath, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(localPath), cancellationToken);
            return new DaemonConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Channel.Dispose();
        connected.Dispose();
    }

    private NetworkStream HandOver() => Interlocked.Exchange(ref handedOver, 1) == 0
        ? new NetworkStream(connected, ownsSocket: false)
        : throw new IOException("the connection to containerd was closed by the other side");

    private static int? ReadPeerPid(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12]; // struct ucred: pid, uid, gid
        socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials);
        var pid = MemoryMarshal.Read<int>(credentials);
        return pid > 0 ? pid : null;
    }
}
