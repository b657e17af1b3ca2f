using System.Text;
using ContainerdExporter.Linux;
using CsCheck;

namespace ContainerdExporter.Tests.Linux;

public sealed class ProcessTableTests : IDisposable
{
    private const string Rest = "S 42 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 10 0 123456 999 1 18446744073709551615 1 1 0";

    private readonly TemporaryDirectory proc = new();

    public void Dispose() => proc.Dispose();

    [Theory]
    [InlineData("containerd")]
    [InlineData("with space")]
    [InlineData(")")]
    [InlineData(") Z 1 1")]
    [InlineData("((a) b) c")]
    [InlineData("")]
    [InlineData("line\nbreak")]
    public void ParseStat_AnyName_IsReadToTheLastParenthesis(string name) =>
        Assert.Equal(new ProcessEntry(7, name, 'S', 42, 123456), Parse($"7 ({name}) {Rest}\n"));

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("7 (containerd")]
    [InlineData("7 )containerd(")]
    [InlineData("7 (containerd)")]
    [InlineData("7 (containerd) ")]
    [InlineData("7 (containerd) S 42 7")]
    [InlineData("7 (containerd) S x 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 10 0 123456 9")]
    [InlineData("7 (containerd) S 42 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 10 0 -5 9")]
    public void ParseStat_IncompleteOrMalformed_IsNoProcess(string stat) => Assert.Null(Parse(stat));

    [Fact]
    public void ParseStat_NameOfNoInterest_IsSkipped() =>
        Assert.Null(ProcessTable.ParseStat(7, Encoding.UTF8.GetBytes($"7 (bash) {Rest}"), name => name.SequenceEqual("runc"u8)));

    [Fact]
    public void ParseStat_AnyBytes_NeverThrows() =>
        Gen.Byte.Array[0, 300].Sample(bytes => _ = ProcessTable.ParseStat(7, bytes, _ => true));

    [Fact]
    public void Scan_FixtureProc_FindsProcessesByNameAndTheirStart()
    {
        proc.Write("stat", "cpu 1 2 3\nbtime 1700000000\nprocesses 5\n");
        proc.Write("7/stat", $"7 (containerd) {Rest}");
        proc.Write("8/stat", $"8 (bash) {Rest}");
        proc.Write("9x/stat", $"9 (containerd) {Rest}");
        proc.Write("sys/stat", $"9 (containerd) {Rest}");
        Directory.CreateDirectory(proc.At("10")); // It ended meanwhile.
        var table = ProcessTable.Scan(new HostPaths("/", proc.Path), name => name.SequenceEqual("containerd"u8));

        var process = Assert.Single(table.Processes);
        Assert.Equal(7, process.Pid);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000).AddMilliseconds(1234560), table.StartOf(process));
    }

    [Fact]
    public void Scan_NoBootTime_SaysSo()
    {
        proc.Write("stat", "cpu 1 2 3\n");
        Assert.Throws<InvalidDataException>(() => ProcessTable.Scan(new HostPaths("/", proc.Path), _ => true));
    }

    [Fact]
    public void Find_OwnProcess_IsItself()
    {
        var own = ProcessTable.Find(new HostPaths(), Environment.ProcessId)!;
        Assert.Equal(Environment.ProcessId, own.Pid);
        Assert.NotEqual('Z', own.State);
    }

    [Fact]
    public void Find_NoSuchProcess_IsNull() => Assert.Null(ProcessTable.Find(new HostPaths("/", proc.Path), 4));

    private static ProcessEntry? Parse(string stat) => ProcessTable.ParseStat(7, Encoding.UTF8.GetBytes(stat), _ => true);
}
