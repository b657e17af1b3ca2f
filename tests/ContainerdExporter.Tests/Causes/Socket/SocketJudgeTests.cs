using ContainerdExporter.Causes.Socket;
using ContainerdExporter.Containerd.Client;

namespace ContainerdExporter.Tests.Causes.Socket;

public sealed class SocketJudgeTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(29);
    private static readonly TimeSpan Old = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("Ok", "Ok", "serving")]
    [InlineData("Ok", "Error", "serving")]
    [InlineData("Ok", "Timeout", "hung")]
    [InlineData("Ok", "NotGrpc", "not_grpc")]
    [InlineData("Ok", null, null)]
    [InlineData("Timeout", null, "hung")]
    [InlineData("Refused", null, "refused")]
    [InlineData("Absent", null, "absent")]
    [InlineData("Denied", null, "denied")]
    [InlineData("NotSocket", null, "not_socket")]
    [InlineData("Error", null, null)]
    [InlineData(null, null, null)]
    public void State_NoDaemonRuns_IsWhatTheProbeMet(string? connect, string? version, string? expected) =>
        Assert.Equal(expected, StateOf(Look(connect, version)));

    [Theory]
    [InlineData("Refused", "starting")]
    [InlineData("Absent", "starting")]
    [InlineData("NotSocket", "not_socket")]
    [InlineData("Denied", "denied")]
    [InlineData("Timeout", "hung")]
    public void State_DaemonWithinItsGrace_ExcusesOnlyASocketThatIsNotYetOpen(string connect, string expected) =>
        Assert.Equal(expected, StateOf(Look(connect, null, claimants: new Claimant(7, Young, Listens: false))));

    [Theory]
    [InlineData("Refused", "refused")]
    [InlineData("Absent", "absent")]
    public void State_DaemonPastItsGrace_IsNotStarting(string connect, string expected) =>
        Assert.Equal(expected, StateOf(Look(connect, null, claimants: new Claimant(7, Old, Listens: false))));

    [Fact]
    public void State_YoungDaemonThatAlreadyListens_IsNotStarting() =>
        Assert.Equal("absent", StateOf(Look("Absent", null, claimants: new Claimant(7, Young, Listens: true))));

    [Fact]
    public void State_RestartBesideAnOldWaitingDaemon_IsStarting() =>
        Assert.Equal("starting", StateOf(Look("Refused", null, claimants: [new Claimant(7, Old, Listens: false), new Claimant(8, Young, Listens: false)])));

    [Fact]
    public void State_RefusedThroughAMountOfTheFileAlone_IsNotKnown() =>
        Assert.Null(StateOf(Look("Refused", null) with { IsMountPoint = true }));

    [Theory]
    [InlineData("Ok")]
    [InlineData("Absent")]
    [InlineData("Refused")]
    [InlineData("NotSocket")]
    [InlineData("Denied")]
    public void IsForeign_NoDaemonIsVisible_IsNotKnown(string connect) =>
        Assert.Null(ForeignOf(Look(connect, null, peer: 7, listeners: 1)));

    [Fact]
    public void IsForeign_TheOnlyDaemonServes_IsFalse() =>
        Assert.False(ForeignOf(Look("Ok", "Ok", peer: 7, listeners: 1, claimants: new Claimant(7, Young, Listens: null))));

    [Fact]
    public void IsForeign_DaemonHangs_IsFalse() =>
        Assert.False(ForeignOf(Look("Ok", "Timeout", peer: 7, listeners: 1, claimants: new Claimant(7, Old, Listens: null))));

    [Fact]
    public void IsForeign_OlderDaemonHoldsAnotherListener_IsTrueAtOnce() =>
        Assert.True(ForeignOf(Look("Ok", "Ok", peer: 8, listeners: 2, claimants: [new Claimant(7, Young, true), new Claimant(8, Young, false)])));

    [Fact]
    public void IsForeign_VictimWasRestartedAndTookThePathBack_IsTrue() =>
        Assert.True(ForeignOf(Look("Ok", "Ok", peer: 9, listeners: 2, claimants: [new Claimant(8, Old, true), new Claimant(9, Young, false)])));

    [Fact]
    public void IsForeign_ThiefIsNoKnownDaemon_IsTrue() =>
        Assert.True(ForeignOf(Look("Ok", "NotGrpc", peer: 99, listeners: 2, claimants: new Claimant(7, Old, Listens: true))));

    [Fact]
    public void IsForeign_SecondDaemonWaitsForTheDatabase_IsFalse() =>
        Assert.False(ForeignOf(Look("Ok", "Ok", peer: 7, listeners: 1, claimants: [new Claimant(7, Old, false), new Claimant(8, Old, false)])));

    [Fact]
    public void IsForeign_WaitingDaemonGotTheDatabaseAfterARestart_IsFalse() =>
        Assert.False(ForeignOf(Look("Ok", "Ok", peer: 7, listeners: 1, claimants: [new Claimant(7, Old, false), new Claimant(8, Young, false)])));

    [Fact]
    public void IsForeign_ListenersDaemonIsNotAmongThoseSeenBefore_IsNotKnown() =>
        Assert.Null(ForeignOf(Look("Ok", "Ok", peer: 9, listeners: 1, claimants: new Claimant(7, Young, Listens: false))));

    [Fact]
    public void IsForeign_StrangerServesAndTheDaemonListensNowhere_IsTrueAfterItsGrace() =>
        Assert.True(ForeignOf(Look("Ok", "Ok", peer: 9, listeners: 1, claimants: new Claimant(7, Old, Listens: false))));

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void IsForeign_DescriptorsAreHidden_CountsListeners(int listeners, bool expected) =>
        Assert.Equal(expected, ForeignOf(Look("Ok", "Ok", peer: 8, listeners: listeners, claimants: [new Claimant(7, Old, null), new Claimant(8, Old, null)])));

    [Fact]
    public void IsForeign_DescriptorsAreHiddenAndTheOldestServes_IsFalse() =>
        Assert.False(ForeignOf(Look("Ok", "Ok", peer: 7, listeners: 2, claimants: [new Claimant(7, Old, null), new Claimant(8, Old, null)])));

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, false)]
    [InlineData(2, null)]
    public void IsForeign_ListenerIsInAnotherPidNamespace_OnlyALoneListenerIsProof(int listeners, bool? expected) =>
        Assert.Equal(expected, ForeignOf(Look("Ok", "Ok", peer: null, listeners: listeners, claimants: new Claimant(7, Old, null))));

    [Fact]
    public void IsForeign_TwoDaemonsListenAndThePeerIsHidden_IsTrue() =>
        Assert.True(ForeignOf(Look("Ok", "Ok", peer: null, listeners: 2, claimants: [new Claimant(7, Old, true), new Claimant(8, Old, true)])));

    [Theory]
    [InlineData("Absent")]
    [InlineData("Refused")]
    [InlineData("NotSocket")]
    public void IsForeign_DaemonListensButThePathLeadsNowhere_IsTrue(string connect) =>
        Assert.True(ForeignOf(Look(connect, null, listeners: 1, claimants: new Claimant(7, Young, Listens: true))));

    [Theory]
    [InlineData("Absent")]
    [InlineData("Refused")]
    public void IsForeign_DaemonNeverOpenedItsSocket_IsFalse(string connect) =>
        Assert.False(ForeignOf(Look(connect, null, claimants: new Claimant(7, Old, Listens: false))));

    [Fact]
    public void IsForeign_AnotherMountNamespacesListenerHasThePath_IsFalse() =>
        Assert.False(ForeignOf(Look("Absent", null, listeners: 1, claimants: new Claimant(7, Old, Listens: false))));

    [Theory]
    [InlineData(29, null)]
    [InlineData(30, true)]
    public void IsForeign_PathLeadsNowhereAndDescriptorsAreHidden_WaitsForTheGrace(int age, bool? expected) =>
        Assert.Equal(expected, ForeignOf(Look("Absent", null, listeners: 1, claimants: new Claimant(7, TimeSpan.FromSeconds(age), null))));

    [Fact]
    public void IsForeign_MountOfTheFileAlone_IsNotKnown() =>
        Assert.Null(ForeignOf(Look("Refused", null, listeners: 1, claimants: new Claimant(7, Old, true)) with { IsMountPoint = true }));

    [Fact]
    public void IsForeign_Denied_IsNotKnown() =>
        Assert.Null(ForeignOf(Look("Denied", null, listeners: 1, claimants: new Claimant(7, Old, true))));

    private static string? StateOf(SocketLook look) => SocketJudge.State(look, Grace)?.ToLabel();

    private static bool? ForeignOf(SocketLook look) => SocketJudge.IsForeign(look, Grace);

    private static SocketLook Look(string? connect, string? version, int? peer = null, int listeners = 0, params Claimant[] claimants) => new(
        Result(ProbeStage.Connect, connect), Result(ProbeStage.Version, version), peer, null, claimants, listeners, IsMountPoint: false);

    private static StageResult? Result(ProbeStage stage, string? outcome) =>
        outcome is null ? null : new StageResult(stage, Enum.Parse<ProbeOutcome>(outcome), TimeSpan.Zero);
}
