using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.DaemonLog;

namespace ContainerdExporter.Tests.DaemonLog;

public sealed class LogTargetsTests
{
    private const string Upstream = "/run/containerd/containerd.sock";
    private const string K3s = "/run/k3s/containerd/containerd.sock";

    [Fact]
    public void Of_UnitOfTheCgroup_WinsOverTheDistributions()
    {
        Assert.Equal([new LogTarget(Upstream, "containerd.service", null)], LogTargets.Of([Instance(Upstream, Distribution.Upstream)], []));
        Assert.Equal([new LogTarget(Upstream, "other.service", null)], LogTargets.Of([Instance(Upstream, Distribution.Upstream, "other")], []));
    }

    [Fact]
    public void Of_K3s_IsTheFileThatItWrites() =>
        Assert.Equal([new LogTarget(K3s, null, "/root/containerd.log")], LogTargets.Of([Instance(K3s, Distribution.K3s, "k3s")], []));

    [Fact]
    public void Of_UnknownUnit_IsLeftOut() => Assert.Equal([], LogTargets.Of([Instance("/run/own.sock", Distribution.Other)], []));

    [Fact]
    public void Of_FileWithoutAddress_IsTheOnlyInstances()
    {
        LogFileOption[] files = [new(null, "/var/log/c.log")];
        Assert.Equal([new LogTarget("/run/own.sock", null, "/var/log/c.log")], LogTargets.Of([Instance("/run/own.sock", Distribution.Other)], files));
        Assert.Equal([new LogTarget(Upstream, "containerd.service", null)], LogTargets.Of([Instance(Upstream, Distribution.Upstream), Instance("/run/own.sock", Distribution.Other)], files));
    }

    [Fact]
    public void Of_FileWithAddress_IsThatInstances() => Assert.Equal(
        [new LogTarget(Upstream, "containerd.service", null), new LogTarget("/run/own.sock", null, "/o.log")],
        LogTargets.Of([Instance(Upstream, Distribution.Upstream), Instance("/run/own.sock", Distribution.Other)], [new("/var/run/own.sock", "/o.log")]));

    [Fact]
    public void Of_TwoDaemonsInOneUnit_IsNeithers() =>
        Assert.Equal([], LogTargets.Of([Instance(Upstream, Distribution.Upstream, "one"), Instance("/run/own.sock", Distribution.Other, "one")], []));

    private static ContainerdInstance Instance(string address, Distribution distribution, string? unit = null) =>
        new(address, distribution, InstanceSource.Process, "/root", "/state", "/config", []) { Unit = unit };
}
