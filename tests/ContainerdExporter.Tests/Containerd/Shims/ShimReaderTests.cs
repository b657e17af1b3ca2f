using ContainerdExporter.Containerd;
using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Linux;
using ContainerdExporter.Tests.Linux;

namespace ContainerdExporter.Tests.Containerd.Shims;

public sealed class ShimReaderTests : IDisposable
{
    private const string Serving = "/usr/bin/containerd-shim-runc-v2\0-namespace\0k8s.io\0-id\0abc\0-address\0/tmp/containerd.sock\0";

    private readonly ProcFixture proc = new();

    public void Dispose() => proc.Dispose();

    [Fact]
    public async Task ReadAsync_ShimOfTheNode_IsFound()
    {
        Add(Serving, "Uid:\t0\t0\t0\t0\nNSpid:\t7\n");
        Assert.Equal(new ShimCommandLine("/tmp/containerd.sock", "k8s.io", "abc"), Assert.Single(await ReadAsync()).Line);
    }

    [Theory]
    [InlineData(Serving, "Uid:\t1000\t1000\t1000\t1000\nNSpid:\t7\n")] // Anyone may call a process so.
    [InlineData(Serving, "Uid:\t0\t0\t0\t0\nNSpid:\t7\t1\n")] // Inside a container.
    [InlineData("containerd-shim-runc-v2\0-namespace\0k8s.io\0-id\0abc\0-address\0/tmp/containerd.sock\0start\0", "Uid:\t0\t0\t0\t0\nNSpid:\t7\n")]
    public async Task ReadAsync_WhatIsNoShimOfTheNode_IsLeftOut(string commandLine, string status)
    {
        Add(commandLine, status);
        Assert.Empty(await ReadAsync());
    }

    private void Add(string commandLine, string status)
    {
        proc.Add(7, ProcessNames.Shim);
        proc.Write("7/cmdline", commandLine);
        proc.Write("7/status", status);
        proc.Link("7/root", "/");
    }

    private async Task<IReadOnlyList<ShimProcess>> ReadAsync() =>
        await new ShimReader(proc.Host, new IsolatedCalls(TimeProvider.System)).ReadAsync(proc.Scan(name => name == ProcessNames.Shim));
}
