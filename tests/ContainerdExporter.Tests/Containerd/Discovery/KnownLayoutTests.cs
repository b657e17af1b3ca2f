using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Tests.Containerd.Discovery;

public sealed class KnownLayoutTests
{
    [Theory]
    [InlineData("/run/containerd/containerd.sock", "/var/lib/containerd", "/etc/containerd/config.toml", "Upstream")]
    [InlineData("/tmp/own.sock", "/data/containerd", "/etc/containerd/config.toml", "Upstream")]
    [InlineData("/run/k3s/containerd/containerd.sock", "/var/lib/rancher/k3s/agent/containerd", "/x", "K3s")]
    [InlineData("/run/k3s/containerd/containerd.sock", "/data", "/var/lib/rancher/rke2/agent/etc/containerd/config.toml", "Rke2")]
    [InlineData("/srv/exec/containerd/containerd.sock", "/var/lib/docker/containerd/daemon", "/srv/exec/containerd/containerd.toml", "Docker")]
    [InlineData("/run/docker/containerd/containerd.sock", "/data", "/x", "Docker")]
    [InlineData("/run/k0s/containerd.sock", "/data", "/x", "K0s")]
    [InlineData("/var/snap/microk8s/common/run/containerd.sock", "/data", "/x", "Microk8s")]
    [InlineData("/tmp/own.sock", "/tmp/root", "/tmp/config.toml", "Other")]
    public void Of_Paths_NameTheDistribution(string address, string root, string config, string expected) =>
        Assert.Equal(expected, KnownLayout.Of(address, root, config).ToString());

    [Theory]
    [InlineData("/var/run/docker/x.sock", "/run/docker/x.sock")]
    [InlineData("/run/docker/x.sock", "/run/docker/x.sock")]
    [InlineData("/var/runner/x.sock", "/var/runner/x.sock")]
    public void SocketKey_TwoSpellings_AreOne(string address, string expected) => Assert.Equal(expected, KnownLayout.SocketKey(address));

    [Fact]
    public void All_Paths_AreAbsoluteAndSocketsCanBeBound() => Assert.All(KnownLayout.All, layout =>
    {
        Assert.True(ClaimReader.IsSocketPath(layout.Address));
        Assert.All([layout.Root, layout.State, layout.Config], path => Assert.StartsWith("/", path, StringComparison.Ordinal));
    });
}
