using ContainerdExporter.Causes.Runtime.Processes;
using ContainerdExporter.Tests.Linux;

namespace ContainerdExporter.Tests.Causes.Runtime.Processes;

public sealed class RuntimeFactsTests : IDisposable
{
    private readonly ProcFixture proc = new();

    public void Dispose() => proc.Dispose();

    [Theory]
    [InlineData(true, "Uid:\t0\t0\t0\t0\nNSpid:\t7\n")]
    [InlineData(false, "Uid:\t1000\t4242\t1000\t1000\nNSpid:\t7\n")] // Anyone may call a process so.
    [InlineData(false, "Uid:\t0\t0\t0\t0\nNSpid:\t7\t1\n")] // Inside a container.
    [InlineData(true, "Name:\trunc\n")] // Kernels before 4.1 tell less.
    public void Read_ProcessOfARuntimesName_IsOfTheNodeUnlessItIsAnothers(bool expected, string status)
    {
        proc.Add(7, "runc");
        proc.Write("7/cmdline", "runc\0create\0");
        proc.Write("7/status", status);
        proc.Link("7/root", "/");

        var facts = RuntimeFacts.Read(proc.Host, proc.Scan(name => name == "runc").Processes.Single(process => process.Pid == 7));
        Assert.Equal((expected, "create"), (facts.IsOfNode, facts.Words[1]));
    }
}
