using ContainerdExporter.Causes.Socket;

namespace ContainerdExporter.Tests.Causes.Socket;

public sealed class PidFilePlanTests
{
    private const string DockerFile = "/var/run/docker/containerd/containerd.pid";
    private const string AdviceFile = "/run/containerd/containerd.pid";

    [Fact]
    public void For_NoInstance_IsEmpty() => Assert.Empty(PidFilePlan.For([], ["/run/x.pid"]));

    [Fact]
    public void For_Upstream_LooksAtTheUsualPlacesAndExpectsNone()
    {
        var places = PidFilePlan.For([Instances.Upstream], []);
        Assert.Equal([DockerFile, AdviceFile], places.Select(place => place.Path));
        Assert.All(places, place => Assert.Equal(Instances.Upstream, place.Owner));
        Assert.All(places, place => Assert.False(place.IsExpected));
    }

    [Fact]
    public void For_Docker_ExpectsItsFileAndGivesItToDocker()
    {
        var place = Assert.Single(PidFilePlan.For([Instances.Upstream, Instances.Docker], []), place => place.Path == DockerFile);
        Assert.True(place.IsExpected);
        Assert.Equal(Instances.Docker, place.Owner);
    }

    [Fact]
    public void For_DockerWithAnotherExecRoot_LooksBesideItsSocket()
    {
        var docker = Instances.Docker with { Address = "/srv/exec/containerd/containerd.sock" };
        Assert.Contains(PidFilePlan.For([docker], []), place => place.Path == "/srv/exec/containerd/containerd.pid" && place.IsExpected);
    }

    [Fact]
    public void For_Flag_GoesToTheInstanceThatSharesItsDirectory()
    {
        var places = PidFilePlan.For([Instances.Upstream, Instances.K3s], ["/run/k3s/containerd/c.pid", "/run/elsewhere.pid"]);
        Assert.Equal(Instances.K3s, places[0].Owner);
        Assert.Equal(Instances.Upstream, places[1].Owner);
        Assert.All(places.Take(2), place => Assert.True(place.IsExpected));
    }

    [Fact]
    public void For_FlagNamesAKnownFile_IsOnePlaceAndExpected()
    {
        var place = Assert.Single(PidFilePlan.For([Instances.Upstream], ["/var" + AdviceFile]), place => place.Path.EndsWith(AdviceFile, StringComparison.Ordinal));
        Assert.True(place.IsExpected);
    }

    [Fact]
    public void For_ThousandFlags_IsBounded() =>
        Assert.InRange(PidFilePlan.For([Instances.Upstream], [.. Enumerable.Range(0, 1000).Select(n => $"/run/{n}.pid")]).Count, 1, 20);
}
