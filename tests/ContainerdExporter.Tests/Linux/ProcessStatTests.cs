using System.Text;
using ContainerdExporter.Linux;
using CsCheck;

namespace ContainerdExporter.Tests.Linux;

public sealed class ProcessStatTests
{
    [Fact]
    public void Parse_AnyNameAndNumbers_ReadsThemBack() =>
        Gen.Select(Gen.String[Gen.Char[" ()[]:abcDSZ1\n"], 0, 15], Gen.Int[1, 4_194_304], Gen.Int[0, 4_194_304], Gen.ULong, Gen.Char["RSDZTtXI"]).Sample(
            (name, pid, parent, start, state) =>
            {
                var text = $"{pid} ({name}) {state} {parent} 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 {start} 9";
                Assert.Equal(new ProcessEntry(pid, name, state, parent, start), ProcessStat.Parse(pid, Encoding.UTF8.GetBytes(text)));
            });

    [Fact]
    public void Parse_AnyBytes_NeverThrows() =>
        Gen.Byte.Array[0, 200].Sample(bytes => _ = ProcessStat.Parse(1, bytes));

    [Theory]
    [InlineData("")]
    [InlineData("1 (a)")]
    [InlineData("1 (a) S 1 2 3")]
    [InlineData("1 (a) SS 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 9 9")]
    [InlineData("1 )a( S 1")]
    [InlineData("7 (containerd")]
    [InlineData("7 (containerd) ")]
    [InlineData("7 (a) S x 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 10 0 123456 9")]
    [InlineData("7 (a) S 42 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 10 0 -5 9")]
    public void Parse_Damaged_IsNull(string text) => Assert.Null(ProcessStat.Parse(1, Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Read_OwnProcess_IsItself()
    {
        var own = ProcessStat.Read(new HostPaths(), Environment.ProcessId)!;

        Assert.Equal(Environment.ProcessId, own.Pid);
        Assert.NotEqual('Z', own.State);
    }

    [Fact]
    public void Read_NoSuchProcess_IsNull() => Assert.Null(ProcessStat.Read(new HostPaths("/", "/nowhere"), 4));
}
