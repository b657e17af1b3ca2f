using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Linux;

public sealed class ProcessFilesTests : IDisposable
{
    private readonly ProcFixture proc = new();

    public void Dispose() => proc.Dispose();

    [Theory]
    [InlineData("runc\0create\0--bundle\0/b\0", "runc|create|--bundle|/b")]
    [InlineData("runc\0\0x\0", "runc||x")]
    [InlineData("", "")]
    public void CommandLine_Words_AreSplitAtZeroBytes(string text, string words)
    {
        proc.Write("9/cmdline", text);

        Assert.Equal(words, string.Join('|', ProcessFiles.CommandLine(proc.Host, 9)!));
    }

    [Fact]
    public void CommandLine_ProcessHasEnded_IsNull() => Assert.Null(ProcessFiles.CommandLine(proc.Host, 9));

    [Fact]
    public void EnvironmentVariable_Names_AreComparedWhole()
    {
        proc.Write("9/environ", "MYPATH=/a\0PATH_X=/b\0PATH=/c:/d=e\0");

        Assert.Equal("/c:/d=e", ProcessFiles.EnvironmentVariable(proc.Host, 9, "PATH"));
        Assert.Null(ProcessFiles.EnvironmentVariable(proc.Host, 9, "HOME"));
    }

    [Theory]
    [InlineData("wait_for_partner", "wait_for_partner")]
    [InlineData("0", null)]
    [InlineData("", null)]
    public void WaitChannel_Zero_IsNone(string text, string? channel)
    {
        proc.Write("9/wchan", text);

        Assert.Equal(channel, ProcessFiles.WaitChannel(proc.Host, 9));
    }

    [Fact]
    public void KernelStack_Frames_AreFunctionNames()
    {
        proc.Write("9/stack", "[<0>] wait_for_partner+0x53/0xb0\n[<0>] fifo_open+0x2b/0x310\n[<0>] do_dentry_open\n");

        Assert.Equal(["wait_for_partner", "fifo_open"], ProcessFiles.KernelStack(proc.Host, 9, frames: 2));
    }

    [Theory]
    [InlineData("Name:\trunc\nNSpid:\t42\nvoluntary_ctxt_switches:\t7\nnonvoluntary_ctxt_switches:\t5\n", 1, 12)]
    [InlineData("NSpid:\t42\t7\t1\n", 3, 0)]
    [InlineData("Name:\told kernel\n", 1, 0)]
    public void Status_Lines_AreRead(string text, int depth, long switches)
    {
        proc.Write("9/status", text);

        Assert.Equal(new ProcessStatus(depth, switches), ProcessFiles.Status(proc.Host, 9));
    }

    [Fact]
    public void Threads_OfThisProcess_AreListed()
    {
        var host = new HostPaths();

        Assert.Contains(Environment.ProcessId, ProcessFiles.Threads(host, Environment.ProcessId).Select(thread => thread.Pid));
    }
}
