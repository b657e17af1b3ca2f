using System.Net.Sockets;
using System.Text;
using ContainerdExporter.Causes.Socket;
using ContainerdExporter.Collection;
using ContainerdExporter.Linux;
using NetSocket = System.Net.Sockets.Socket;

namespace ContainerdExporter.Tests.Causes.Socket;

/// <summary>The whole way from real sockets of this process to the sample; the daemons in /proc are of a fixture.</summary>
public sealed class SocketCollectorTests : IDisposable
{
    private const string Config = "[grpc]\n";

    private readonly TemporaryDirectory directory = new();
    private readonly List<NetSocket> listeners = [];
    private readonly string address;

    /// <summary>Long enough for any machine, where an answer is expected.</summary>
    private TimeSpan budget = TimeSpan.FromSeconds(20);

    public SocketCollectorTests()
    {
        address = directory.At("c.sock");
        directory.Write("proc/uptime", "3600.00 1.00\n");
        directory.Write("proc/1/net/unix", string.Empty);
        directory.Write("proc/self/mountinfo", string.Empty);
    }

    public void Dispose()
    {
        listeners.ForEach(listener => listener.Dispose());
        directory.Dispose();
    }

    [Fact]
    public async Task Probe_NothingAtThePath_IsAbsent() => Assert.Equal((SocketState.Absent, null), await ProbeAsync());

    [Fact]
    public async Task Probe_DirectoryAtThePath_IsNotASocket()
    {
        Directory.CreateDirectory(address);
        Assert.Equal((SocketState.NotSocket, null), await ProbeAsync());
    }

    [Fact]
    public async Task Probe_PlainFileAtThePath_IsNotASocket()
    {
        directory.Write("c.sock", "x");
        Assert.Equal((SocketState.NotSocket, null), await ProbeAsync());
    }

    [Fact]
    public async Task Probe_BoundButNotListening_IsRefused()
    {
        Bind(listen: false);
        Assert.Equal((SocketState.Refused, null), await ProbeAsync());
    }

    [Fact]
    public async Task Probe_BoundButNotListeningAndTheDaemonIsYoung_IsStarting()
    {
        Bind(listen: false);
        RunDaemon(70, age: TimeSpan.FromSeconds(5));
        Assert.Equal((SocketState.Starting, false), await ProbeAsync());
    }

    [Fact]
    public async Task Probe_NobodyAccepts_IsHung()
    {
        budget = TimeSpan.FromSeconds(1);
        Bind(listen: true);
        Assert.Equal((SocketState.Hung, null), await ProbeAsync());
    }

    [Fact]
    public async Task Probe_AnotherProtocolAnswers_IsNotGrpc()
    {
        var listener = Bind(listen: true);
        var server = AnswerAsync(listener, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal((SocketState.NotGrpc, null), await ProbeAsync());
        listener.Dispose();
        await server;
    }

    [Fact]
    public async Task Probe_FileUnlinkedUnderARunningDaemon_IsAbsentAndForeign()
    {
        RunDaemon(70, age: TimeSpan.FromSeconds(5), holds: 900);
        ListenInTable(900);
        Assert.Equal((SocketState.Absent, true), await ProbeAsync());
    }

    [Fact]
    public async Task Probe_ListenerOfAnotherMountNamespace_IsNotForeign()
    {
        RunDaemon(70, age: TimeSpan.FromMinutes(10), holds: 901);
        ListenInTable(900);
        Assert.Equal((SocketState.Absent, false), await ProbeAsync());
    }

    [Fact]
    public async Task Probe_StrangerServesThePathOfADaemonThatListens_IsForeign()
    {
        budget = TimeSpan.FromSeconds(1);
        Bind(listen: true);
        RunDaemon(70, age: TimeSpan.FromMinutes(10), holds: 900);
        ListenInTable(900);
        Assert.Equal((SocketState.Hung, true), await ProbeAsync());
    }

    [Fact]
    public async Task Probe_DaemonItselfServes_IsNotForeign()
    {
        budget = TimeSpan.FromSeconds(1);
        Bind(listen: true);
        RunDaemon(Environment.ProcessId, age: TimeSpan.FromMinutes(10), holds: 900);
        ListenInTable(900);
        Assert.Equal((SocketState.Hung, false), await ProbeAsync());
    }

    [Fact]
    public async Task Probe_PidFiles_AreJudgedByTheNodesProcesses()
    {
        RunDaemon(70, age: TimeSpan.FromMinutes(10));
        Run(80, "nginx", TimeSpan.FromMinutes(10));
        string[] paths = [directory.Write("live.pid", "70\n"), directory.Write("foreign.pid", "80"), directory.Write("stale.pid", "90"), directory.At("no.pid")];
        var sample = await SampleAsync(paths);
        Assert.Equal(
            [PidFileState.Live, PidFileState.Foreign, PidFileState.Stale, PidFileState.Absent],
            paths.Select(path => sample.PidFiles.Single(file => file.Place.Path == path).State!.Value));
        Assert.Equal("nginx", sample.PidFiles.Single(file => file.State == PidFileState.Foreign).Named!.Name);
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/tmp", false)]
    public async Task Probe_NoShimSocketIsSeen_IsANumberOnlyWhereTheNodesFilesAreSeen(string rootOfInit, bool isKnown)
    {
        File.CreateSymbolicLink(directory.At("proc/1/root"), rootOfInit);
        Assert.Equal(isKnown, (await SampleAsync()).ShimSockets.Any(shims => shims.Address == address));
    }

    [Fact]
    public async Task Probe_PidFileOfTheDockerManagedOne_NamesAnotherContainerd_IsForeign()
    {
        RunDaemon(70, age: TimeSpan.FromMinutes(10));
        var exec = directory.At("exec/containerd");
        var file = directory.Write("exec/containerd/containerd.pid", "70");
        RunDaemon(71, age: TimeSpan.FromMinutes(5), arguments: $"--address\0{exec}/containerd.sock\0--root\0/var/lib/docker/containerd/daemon\0");
        var sample = (await SampleAsync()).PidFiles.Single(each => each.Place.Path == file);
        Assert.Equal(PidFileState.Foreign, sample.State);
    }

    private async Task<(SocketState?, bool?)> ProbeAsync()
    {
        var socket = (await SampleAsync()).Sockets.Single(socket => socket.Address == address);
        return (socket.State, socket.IsForeign);
    }

    private async Task<SocketSample> SampleAsync(params string[] pidFiles)
    {
        var node = new Node(new HostPaths("/", directory.At("proc")), TimeProvider.System, [address], budget);
        return await new SocketCollector(pidFiles, TimeSpan.FromSeconds(30)).ProbeAsync(new CollectionRound(node), CancellationToken.None);
    }

    private NetSocket Bind(bool listen)
    {
        var socket = new NetSocket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listeners.Add(socket);
        socket.Bind(new UnixDomainSocketEndPoint(address));
        if (listen)
        {
            socket.Listen();
        }

        return socket;
    }

    private static async Task AnswerAsync(NetSocket listener, string answer)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptAsync();
                await client.SendAsync(Encoding.ASCII.GetBytes(answer));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was closed: the test is over.
        }
    }

    private void RunDaemon(int pid, TimeSpan age, int? holds = null, string? arguments = null)
    {
        Run(pid, "containerd", age);
        var config = directory.Write("config.toml", Config);
        directory.Write($"proc/{pid}/cmdline", $"/usr/bin/containerd\0--config\0{config}\0{arguments ?? $"--address\0{address}\0"}");
        directory.Write($"proc/{pid}/status", "Uid:\t0\t0\t0\t0\nNSpid:\t70\nFDSize:\t64\n");
        File.CreateSymbolicLink(directory.At($"proc/{pid}/root"), "/");
        if (holds is { } inode)
        {
            Directory.CreateDirectory(directory.At($"proc/{pid}/fd"));
            File.CreateSymbolicLink(directory.At($"proc/{pid}/fd/7"), $"socket:[{inode}]");
        }
    }

    private void Run(int pid, string name, TimeSpan age)
    {
        var ticks = (long)((TimeSpan.FromHours(1) - age).TotalSeconds * 100);
        directory.Write($"proc/{pid}/comm", $"{name}\n");
        directory.Write($"proc/{pid}/stat", $"{pid} ({name}) S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 10 0 {ticks} 999 1 1\n");
    }

    private void ListenInTable(int inode) =>
        File.AppendAllText(directory.At("proc/1/net/unix"), $"0000000000000000: 00000002 00000000 00010000 0001 01 {inode} {address}\n");
}
