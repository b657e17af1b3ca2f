using ContainerdExporter.Causes.Memory;

namespace ContainerdExporter.Tests.Causes.Memory;

public sealed class OomVictimTests
{
    private const string Id = "4f0d9a1a6b0c5f6d7e8f90112233445566778899aabbccddeeff001122334455";

    [Theory]
    [InlineData("containerd", "containerd")]
    [InlineData("containerd-shim", "shim")]
    [InlineData("runc", "runc")]
    [InlineData("runc:[0:PARENT]", "runc")]
    [InlineData("runc:[1:CHILD]", "runc")]
    [InlineData("runc:[2:INIT]", "runc")]
    [InlineData("crun", "runc")]
    [InlineData("youki", "runc")]
    [InlineData("runsc", "runc")]
    [InlineData("kata-runtime", "runc")]
    [InlineData("dockerd", "dockerd")]
    [InlineData("kubelet", "kubelet")]
    [InlineData("kubelite", "kubelet")]
    [InlineData("k3s-server", "kubelet")]
    [InlineData("containerd-stre", "other")]
    [InlineData("runcible", "other")]
    [InlineData("java", "other")]
    [InlineData("", "other")]
    public void Classify_CgroupUnknown_NameDecides(string name, string component) =>
        Assert.Equal(component, Classify(name, cgroups: null));

    [Theory]
    [InlineData("task_memcg=/system.slice/containerd.service")]
    [InlineData("oom_memcg=/system.slice,task_memcg=/system.slice/containerd.service")]
    [InlineData("task_memcg=/")]
    [InlineData("task_memcg=/podruntime/runtime")]
    [InlineData("task_memcg=/system.slice/k3s.service")]
    [InlineData("/system.slice/containerd.service killed as a result of limit of /system.slice")]
    public void Classify_CgroupOfTheNode_NameDecides(string cgroups)
    {
        Assert.Equal("containerd", Classify("containerd", cgroups));
        Assert.Equal("shim", Classify("containerd-shim", cgroups));
        Assert.Equal("other", Classify("java", cgroups));
    }

    [Theory]
    [InlineData("oom_memcg=/kubepods.slice/kubepods-burstable.slice,task_memcg=/kubepods.slice/kubepods-burstable.slice/x")]
    [InlineData("task_memcg=/kubepods/besteffort/pod1/" + Id)]
    [InlineData("task_memcg=/system.slice/containerd.service/kubepods-besteffort-pod1.slice:cri-containerd:" + Id)]
    [InlineData("task_memcg=/system.slice/docker-" + Id + ".scope")]
    [InlineData("task_memcg=/docker/" + Id)]
    [InlineData("task_memcg=/docker/" + Id + "/system.slice/containerd.service")]
    [InlineData("task_memcg=/machine.slice/libpod-" + Id + ".scope")]
    [InlineData("task_memcg=/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" + Id + ".scope")]
    [InlineData("task_memcg=/default/web")]
    [InlineData("task_memcg=/k8s.io/web")]
    [InlineData("/default/web killed as a result of limit of /default/web")]
    public void Classify_CgroupOfAContainer_IsAWorkloadWhateverItsName(string cgroups)
    {
        Assert.Equal("workload", Classify("containerd", cgroups));
        Assert.Equal("workload", Classify("runc:[2:INIT]", cgroups));
        Assert.Equal("workload", Classify("java", cgroups));
    }

    [Theory]
    [InlineData("task_memcg=/user.slice/user-1000.slice/session-3.scope")]
    public void Classify_LoginSession_IsNoDaemon(string cgroups) => Assert.Equal("other", Classify("containerd", cgroups));

    [Theory]
    [InlineData("task_memcg=/defaults/x")]
    [InlineData("task_memcg=/default")]
    [InlineData("task_memcg=/system.slice/docker.service")]
    public void Classify_NameThatOnlyLooksLikeAContainers_IsNone(string cgroups) => Assert.Equal("containerd", Classify("containerd", cgroups));

    private static string Classify(string name, string? cgroups) =>
        OomVictim.Classify(new OomKill(1, name, OomScope.Cgroup, cgroups)).ToLabel();
}
