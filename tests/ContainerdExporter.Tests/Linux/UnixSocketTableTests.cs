using System.Net.Sockets;
using ContainerdExporter.Linux;
using CsCheck;

namespace ContainerdExporter.Tests.Linux;

public sealed class UnixSocketTableTests : IDisposable
{
    private const string Text =
        "Num       RefCount Protocol Flags    Type St Inode Path\n" +
        "0000000000000000: 00000002 00000000 00010000 0001 01 101 /run/containerd/containerd.sock\n" +
        "0000000000000000: 00000002 00000000 00010000 0001 01 102 /run/containerd/containerd.sock\n" +
        "0000000000000000: 00000003 00000000 00000000 0001 03 103 /run/containerd/containerd.sock\n" +
        "0000000000000000: 00000003 00000000 00000000 0001 03  1073\n" +
        "0000000000000000: 00000002 00000000 00010000 0001 01 104 /run/with two  spaces.sock \n" +
        "0000000000000000: 00000002 00000000 00010000 0001 01 105 @/run/abstract.sock\n" +
        "0000000000000000: 00000002 00000000 00010000 0001 01 106 relative.sock\n" +
        "0000000000000000: 00000002 00000000 00010000 0001 01 107 /run/car\rriage\n" +
        "0000000000000000: 00000002 00000000 00010000 0001 01 108 /run/\u2028separator\n" +
        "0000000000000000: 00000002 00000000 00010000 0001 01 109 /run/a /run/b\n" +
        "0000000000000000: 00000002 00000000 00010000 0001 01 18446744073709551615 /run/largest\n" +
        "short /run/nothing\n";

    private readonly UnixSocketTable table = UnixSocketTable.Parse(Text);
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("/run/containerd/containerd.sock", 2)]
    [InlineData("/run/with two  spaces.sock ", 1)]
    [InlineData("/run/abstract.sock", 0)]
    [InlineData("relative.sock", 0)]
    [InlineData("/run/car\rriage", 1)]
    [InlineData("/run/\u2028separator", 1)]
    [InlineData("/run/a /run/b", 1)]
    [InlineData("/run/b", 0)]
    [InlineData("/run/nothing", 0)]
    public void ListenersAt_Path_CountsListenersBoundToExactlyIt(string path, int expected) =>
        Assert.Equal(expected, table.ListenersAt(path));

    [Fact]
    public void InodesAt_TwoListeners_NamesBothAndNoConnection() =>
        Assert.Equal([101UL, 102UL], table.InodesAt("/run/containerd/containerd.sock"));

    [Fact]
    public void InodesAt_LargestInode_IsRead() => Assert.Equal([ulong.MaxValue], table.InodesAt("/run/largest"));

    [Fact]
    public void Parse_AnyText_NeverThrows() =>
        Gen.String.Sample(text => UnixSocketTable.Parse(Text + text).ListenersAt("/run/largest") >= 1);

    [Fact]
    public void Read_ListenerOfThisProcess_IsListedEvenWhenUnlinkedAndHeldByIt()
    {
        var path = directory.At("s.sock");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        Assert.Equal(0, UnixSocketTable.Read(new HostPaths()).ListenersAt(path));

        socket.Listen();
        File.Delete(path);
        var inodes = UnixSocketTable.Read(new HostPaths()).InodesAt(path);
        Assert.Equal(inodes, HeldSockets.Of(new HostPaths(), Environment.ProcessId, inodes));
        Assert.Single(inodes);
    }
}
