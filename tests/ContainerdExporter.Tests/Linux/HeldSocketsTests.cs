using System.Text;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Linux;

public sealed class HeldSocketsTests : IDisposable
{
    private readonly TemporaryDirectory proc = new();

    public void Dispose() => proc.Dispose();

    [Theory]
    [InlineData("socket:[77]", 77UL)]
    [InlineData("socket:[18446744073709551615]", ulong.MaxValue)]
    [InlineData("socket:[18446744073709551616]", null)]
    [InlineData("socket:[]", null)]
    [InlineData("socket:[-1]", null)]
    [InlineData("socket:[77", null)]
    [InlineData("pipe:[77]", null)]
    [InlineData("/tmp/socket:[77]", null)]
    public void ParseLink_Target_GivesASocketsInodeOnly(string target, ulong? expected) =>
        Assert.Equal(expected, HeldSockets.ParseLink(Encoding.UTF8.GetBytes(target)));

    [Fact]
    public void Of_SomeAreWanted_GivesThoseOfThemThatAreHeld()
    {
        proc.Write("5/status", "Name:\tcontainerd\nUid:\t0\t0\t0\t0\nFDSize:\t64\n");
        Directory.CreateDirectory(proc.At("5/fd"));
        File.CreateSymbolicLink(proc.At("5/fd/3"), "socket:[100]");
        File.CreateSymbolicLink(proc.At("5/fd/63"), "socket:[101]");
        File.CreateSymbolicLink(proc.At("5/fd/9"), "/dev/null");
        Assert.Equal([101UL], Of(5, 101, 102));
    }

    [Fact]
    public void Of_ProcessHasEnded_HoldsNone() => Assert.Empty(Of(6, 101)!);

    private IReadOnlyCollection<ulong>? Of(int pid, params ulong[] wanted) => HeldSockets.Of(new HostPaths("/", proc.Path), pid, wanted);
}
