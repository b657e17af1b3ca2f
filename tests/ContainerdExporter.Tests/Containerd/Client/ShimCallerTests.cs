using System.Net.Sockets;
using ContainerdExporter.Containerd.Client;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Containerd.Client;

/// <summary>Live sockets, each with a shim of its own manners behind it.</summary>
public sealed class ShimCallerTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(20);

    /// <summary>A frame of type 2 (response) without a body.</summary>
    private static readonly byte[] Answer = [0, 0, 0, 0, 0, 0, 0, 1, 2, 0];

    private readonly TemporaryDirectory directory = new();
    private readonly ShimCaller caller = new(new HostPaths());

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Frame_OfAContainer_IsARequestOfTtrpc()
    {
        // length, stream, type, flags; service, method, payload (PROTOCOL.md of ttrpc; request.proto)
        byte[] expected = [0, 0, 0, 19, 0, 0, 0, 3, 1, 0, 0x0a, 1, (byte)'S', 0x12, 7, .. "Connect"u8, 0x1a, 5, 0x0a, 3, .. "abc"u8];

        Assert.Equal(expected, ShimCaller.Frame(3, "S", "abc"));
    }

    [Fact]
    public async Task AskAsync_BothQuestionsAnswered_Answers()
    {
        using var listener = Listen();
        var serving = ServeAsync(listener, [.. Answer, .. Answer]);

        Assert.Equal(ShimEcho.Answers, await AskAsync(Enough));
        Assert.True((await serving).AsSpan().IndexOf("containerd.task.v3.Task"u8) > 0);
    }

    [Fact]
    public async Task AskAsync_OneQuestionUnanswered_IsSilent()
    {
        using var listener = Listen();
        var serving = ServeAsync(listener, Answer);

        Assert.Equal(ShimEcho.Silent, await AskAsync(Short));
        await serving;
    }

    [Fact]
    public async Task AskAsync_NobodyAccepts_IsSilent()
    {
        using var listener = Listen();

        Assert.Equal(ShimEcho.Silent, await AskAsync(Short));
    }

    [Fact]
    public async Task AskAsync_FullBacklog_IsSilent()
    {
        using var listener = Listen(backlog: 0);
        using var waiting = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await waiting.ConnectAsync(new UnixDomainSocketEndPoint(directory.At("s")), TestContext.Current.CancellationToken);

        Assert.Equal(ShimEcho.Silent, await AskAsync(Short));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1, 2, 0 })] // No frame is that long.
    public async Task AskAsync_AnotherProtocol_Answers(byte[] words)
    {
        using var listener = Listen();
        var serving = ServeAsync(listener, words, thenClose: true);

        Assert.Equal(ShimEcho.Answers, await AskAsync(Enough));
        await serving;
    }

    [Fact]
    public async Task AskAsync_NoListener_IsUnknown()
    {
        Assert.Equal(ShimEcho.Unknown, await AskAsync(Enough));

        Listen().Dispose();
        Assert.Equal(ShimEcho.Unknown, await AskAsync(Enough));
        Assert.Equal(ShimEcho.Unknown, await caller.AskAsync("/" + new string('s', 200), "id", Enough));
    }

    private Socket Listen(int backlog = 8)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(directory.At("s")));
        listener.Listen(backlog);
        return listener;
    }

    private Task<ShimEcho> AskAsync(TimeSpan limit) => caller.AskAsync(directory.At("s"), "id", limit);

    /// <summary>Takes one connection, hears a first piece, says the words, and listens until the other side goes. All that it heard.</summary>
    private static async Task<byte[]> ServeAsync(Socket listener, byte[] words, bool thenClose = false)
    {
        using var connection = await listener.AcceptAsync();
        var buffer = new byte[1024];
        var heard = new List<byte>(buffer[..await ReceiveAsync(connection, buffer)]);
        await connection.SendAsync(words);
        for (int count; !thenClose && (count = await ReceiveAsync(connection, buffer)) > 0;)
        {
            heard.AddRange(buffer.AsSpan(0, count));
        }

        return [.. heard];
    }

    private static async Task<int> ReceiveAsync(Socket connection, byte[] buffer)
    {
        try
        {
            return await connection.ReceiveAsync(buffer);
        }
        catch (SocketException)
        {
            return 0; // Reset by the other side.
        }
    }
}
