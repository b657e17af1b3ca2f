using System.Net.Sockets;
using ContainerdExporter.Causes.Socket;
using ContainerdExporter.Linux;
using NetSocket = System.Net.Sockets.Socket;

namespace ContainerdExporter.Tests.Causes.Socket;

public sealed class ShimSocketsTests : IDisposable
{
    private const string Common = "/run/containerd/s";

    private readonly TemporaryDirectory root = new();
    private readonly List<NetSocket> bound = [];

    public void Dispose()
    {
        bound.ForEach(socket => socket.Dispose());
        root.Dispose();
    }

    [Fact]
    public void DirectoriesOf_Upstream_IsTheCommonOneOnce() =>
        Assert.Equal([new ShimDirectory(Instances.Upstream.Address, Common)], ShimSockets.DirectoriesOf([Instances.Upstream]));

    [Fact]
    public void DirectoriesOf_StateSpelledWithVarRun_IsTheCommonOneOnce() =>
        Assert.Single(ShimSockets.DirectoriesOf([Instances.Upstream with { State = "/var/run/containerd/" }]));

    [Fact]
    public void DirectoriesOf_K3sAlone_GetsTheCommonOneToo() =>
        Assert.Equal(
            [new ShimDirectory(Instances.K3s.Address, Common), new ShimDirectory(Instances.K3s.Address, "/run/k3s/containerd/s")],
            ShimSockets.DirectoriesOf([Instances.K3s]));

    [Fact]
    public void DirectoriesOf_K3sBesideUpstream_CommonOneIsUpstreams() =>
        Assert.Equal(Instances.Upstream.Address, ShimSockets.DirectoriesOf([Instances.K3s, Instances.Upstream]).Single(each => each.Path == Common).Address);

    [Fact]
    public void DirectoriesOf_NoInstance_IsEmpty() => Assert.Empty(ShimSockets.DirectoriesOf([]));

    [Fact]
    public void Count_NoDirectory_IsZero() => Assert.Equal(new ShimSocketCount("a", 0, 0), Count(TimeSpan.FromHours(1)));

    [Fact]
    public void Count_DirectoryCannotBeReached_IsAProblem()
    {
        Directory.CreateDirectory(root.At("/run/containerd"));
        File.CreateSymbolicLink(root.At(Common), "s");
        Assert.NotNull(Count(TimeSpan.FromHours(1)).Problem);
    }

    [Fact]
    public void Count_ListenerElseNone_IsLiveElseStale()
    {
        Bind("aa", listen: true);
        Bind("bb", listen: false);
        root.Write($"{Common}/not-a-socket", "x");
        Assert.Equal(new ShimSocketCount("a", 1, 1), Count(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Count_SocketIsNew_IsNotYetStale()
    {
        Bind("aa", listen: true);
        Bind("bb", listen: false);
        Assert.Equal(new ShimSocketCount("a", 1, 0), Count(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Add_OneOfTwoIsUnknown_SumIsUnknown() =>
        Assert.Equal("x", new ShimSocketCount("a", 1, 2).Add(ShimSocketCount.Unknown("a", "x")).Problem);

    private void Bind(string name, bool listen)
    {
        Directory.CreateDirectory(root.At(Common));
        var socket = new NetSocket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        bound.Add(socket);
        socket.Bind(new UnixDomainSocketEndPoint(root.At($"{Common}/{name}")));
        if (listen)
        {
            socket.Listen();
        }
    }

    /// <summary>Counts as if the files had reached this age. The kernel's table holds the paths as bound here, below the root.</summary>
    private ShimSocketCount Count(TimeSpan age) => ShimSockets.Count(
        new HostPaths(), new ShimDirectory("a", root.At(Common)), UnixSocketTable.Read(new HostPaths()), DateTimeOffset.UtcNow + age);
}
