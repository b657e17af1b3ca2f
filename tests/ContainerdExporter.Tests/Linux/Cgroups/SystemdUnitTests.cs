using ContainerdExporter.Linux.Cgroups;

namespace ContainerdExporter.Tests.Linux.Cgroups;

public sealed class SystemdUnitTests
{
    [Theory]
    [InlineData("0::/system.slice/containerd.service\n", "containerd")]
    [InlineData("0::/system.slice/k3s.service/containerd\n", "k3s")]
    [InlineData("0::/../../system.slice/snap.microk8s.daemon-containerd.service\n", "snap.microk8s.daemon-containerd")]
    [InlineData("12:memory:/system.slice/other.service\n1:name=systemd:/system.slice/docker.service\n", "docker")]
    [InlineData("0::/system.slice/outer.service/x/system.slice/containerd.service\n", "containerd")]
    [InlineData("0::/user.slice/user-0.slice/session-3.scope\n", null)]
    [InlineData("0::/user.slice/user-1000.slice/user@1000.service/app.slice/containerd.service\n", null)]
    [InlineData("12:memory:/system.slice/only-memory.service\n", null)]
    [InlineData("0::/.service\n", null)]
    [InlineData("0::/\n", null)]
    [InlineData("", null)]
    [InlineData("nonsense", null)]
    public void Of_Cgroups_IsTheInnermostServiceOfTheSystem(string cgroups, string? unit) => Assert.Equal(unit, SystemdUnit.Of(cgroups));
}
