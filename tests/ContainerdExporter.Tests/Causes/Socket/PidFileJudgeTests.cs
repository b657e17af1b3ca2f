using ContainerdExporter.Causes.Socket;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Causes.Socket;

public sealed class PidFileJudgeTests
{
    private static readonly PidFileContent WithPid = new(Exists: true, 7, DateTimeOffset.UnixEpoch, null);

    [Theory]
    [InlineData("containerd", 'S', "live")]
    [InlineData("containerd", 'D', "live")]
    [InlineData(".containerd-wra", 'S', "live")]
    [InlineData("docker-containe", 'S', "foreign")]
    [InlineData("containerd", 'Z', "stale")]
    [InlineData("nginx", 'Z', "stale")]
    [InlineData("containerd", 'X', "stale")]
    [InlineData("containerd-shim", 'S', "foreign")]
    [InlineData("nginx", 'S', "foreign")]
    [InlineData("", 'S', "foreign")]
    public void State_ProcessExists_DependsOnItsNameAndState(string name, char state, string expected) =>
        Assert.Equal(expected, PidFileJudge.State(WithPid, new ProcessEntry(7, name, state, 1, 0), arePidsKnown: true, isAnothers: false)?.ToLabel());

    [Fact]
    public void State_NoSuchProcess_IsStale() =>
        Assert.Equal(PidFileState.Stale, PidFileJudge.State(WithPid, null, arePidsKnown: true, isAnothers: false));

    [Fact]
    public void State_AnotherInstancesContainerd_IsForeign() =>
        Assert.Equal(
            PidFileState.Foreign,
            PidFileJudge.State(WithPid, new ProcessEntry(7, "containerd", 'S', 1, 0), arePidsKnown: true, isAnothers: true));

    [Fact]
    public void State_PidsAreThoseOfOurContainer_IsNotKnown() =>
        Assert.Null(PidFileJudge.State(WithPid, new ProcessEntry(7, "nginx", 'S', 1, 0), arePidsKnown: false, isAnothers: false));

    [Fact]
    public void State_NoPidNeeded_IsKnownWithoutSeeingTheNodesPids()
    {
        Assert.Equal(PidFileState.Absent, PidFileJudge.State(PidFileContent.Absent, null, arePidsKnown: false, isAnothers: false));
        Assert.Equal(PidFileState.Unreadable, PidFileJudge.State(PidFileContent.Unreadable("x"), null, arePidsKnown: false, isAnothers: false));
    }
}
