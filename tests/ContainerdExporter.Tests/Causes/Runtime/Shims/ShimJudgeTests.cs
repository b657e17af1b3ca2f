using ContainerdExporter.Causes.Runtime.Shims;
using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Linux;
using static ContainerdExporter.Tests.Causes.Runtime.Shims.ShimSamples;

namespace ContainerdExporter.Tests.Causes.Runtime.Shims;

public sealed class ShimJudgeTests
{
    private static readonly DateTimeOffset WhileDown = DaemonStart.AddMinutes(-1);
    private static readonly DateTimeOffset WhileUp = DaemonStart.AddMinutes(1);

    [Fact]
    public void Suspects_ServingShim_IsNone()
    {
        var shim = Shim("a");

        None(Suspects(Survey([Task("a")], [Bundle("a")]), shim));
        None(Suspects(Survey([Task("a", ContainerdTaskStatus.Created)], [Bundle("a")], shim), shim));
    }

    [Fact]
    public void Suspects_NeitherTaskNorBundleNorChild_IsForgotten()
    {
        var shim = Shim("a");

        Assert.Equal(OrphanReason.Forgotten, Assert.Single(Suspects(Survey([], [], shim), shim).Orphans).Value);
        None(Suspects(Survey([], []), shim)); // It still has a child.
        None(Suspects(Survey([], [Bundle("a")], shim), shim));
        None(Suspects(Survey([], [Bundle("a", socket: null)], shim), shim)); // A container that is just being created.
    }

    [Fact]
    public void Suspects_TaskOfTheSameIdElsewhere_DoesNotCount()
    {
        var shim = Shim("a", "moby");

        Assert.Single(Suspects(Survey([Task("a")], [], shim), shim).Orphans);
    }

    [Fact]
    public void Suspects_EndedWhileTheDaemonWasDown_IsEnded()
    {
        var shim = Shim("a", "default");
        var ended = Task("a", ContainerdTaskStatus.Stopped, "default", WhileDown);

        Assert.Equal(OrphanReason.Ended, Assert.Single(Suspects(Survey([ended], [Bundle("a", "default")], shim), shim).Orphans).Value);
        None(Suspects(Survey([ended], [Bundle("a", "default")]), shim)); // Something still runs under it.
    }

    [Theory]
    [InlineData("k8s.io", true)]
    [InlineData("moby", true)]
    [InlineData("default", false)] // ctr run -d: kept until the user removes it.
    public void Suspects_EndedBeforeTheDaemonsEyes_CountsWhereTheOwnerIsTidy(string space, bool isOrphan)
    {
        var shim = Shim("a", space);
        var survey = Survey([Task("a", ContainerdTaskStatus.Stopped, space, WhileUp)], [Bundle("a", space)], shim);

        Assert.Equal(isOrphan, Suspects(survey, shim).Orphans.Count == 1);
    }

    [Fact]
    public void Suspects_PodWithOneLivingContainer_IsServing()
    {
        var shim = Shim("sandbox");
        var bundles = new[] { Bundle("sandbox"), Bundle("app", socket: "/run/containerd/s/sandbox") };

        None(Suspects(Survey([Task("sandbox", ContainerdTaskStatus.Stopped, exited: WhileUp), Task("app")], bundles, shim), shim));
        Assert.Single(Suspects(Survey([Task("sandbox", ContainerdTaskStatus.Stopped), Task("app", ContainerdTaskStatus.Stopped)], bundles, shim), shim).Orphans);
    }

    [Fact]
    public void Suspects_BundleWithoutShim_NeedsASilentSocket()
    {
        var listening = UnixSocketTable.Parse("0000000000000000: 00000002 00000000 00010000 0001 01 77 /run/containerd/s/b\n");
        var survey = Survey([], [Bundle("a"), Bundle("b"), new ShimBundle("k8s.io", "c", null)]);

        Assert.Equal([Bundle("a")], ShimJudge.Suspects(survey, [], DaemonStart, listening)!.Bundles);
        Assert.Empty(ShimJudge.Suspects(survey, [Shim("a")], DaemonStart, listening)!.Bundles);
    }

    [Fact]
    public void Suspects_NothingListed_IsNotKnown()
    {
        Assert.Null(ShimJudge.Suspects(Survey([], []) with { Tasks = null }, [Shim("a")], DaemonStart, NoSockets));
        Assert.Null(ShimJudge.Suspects(Survey([], []) with { Bundles = null }, [Shim("a")], DaemonStart, NoSockets));
    }

    [Fact]
    public void Silent_UnknownTaskOfAPod_IsItsSandboxesShim()
    {
        var survey = Survey(
            [Task("sandbox"), Task("app", ContainerdTaskStatus.Unknown), Task("other", ContainerdTaskStatus.Unknown)],
            [Bundle("sandbox"), Bundle("app", socket: "/run/containerd/s/sandbox"), Bundle("other")]);

        Assert.Equal([("k8s.io", "other"), ("k8s.io", "sandbox")], ShimJudge.Silent(survey, [Shim("sandbox"), Shim("other")]).Order());
        Assert.Empty(ShimJudge.Silent(survey with { Tasks = null }, [Shim("sandbox")]));
    }

    [Theory]
    [InlineData('S', false, "attached")]
    [InlineData('D', false, "attached")]
    [InlineData('T', false, "unresponsive")]
    [InlineData('S', true, "unresponsive")]
    public void StateOf_StoppedOrSilent_IsUnresponsive(char processState, bool isSilent, string state)
    {
        var silent = isSilent ? new HashSet<(string, string)> { ("k8s.io", "a") } : [];

        Assert.Equal(state, ShimJudge.StateOf(Shim("a", state: processState), surveyed: null, silent).ToLabel());
    }

    [Fact]
    public void StateOf_ConfirmedOrphan_IsOrphanedOnlyWithTheSameStart()
    {
        var shim = Shim("a");
        var suspects = Nothing with { Orphans = new Dictionary<ProcessIdentity, OrphanReason> { [shim.Process.Identity] = OrphanReason.Forgotten } };
        var surveyed = new SurveyedShims(Survey([], []), suspects, Ended: 0);
        var reused = shim with { Process = shim.Process with { StartTicks = 6 } };

        Assert.Equal(ShimState.Orphaned, ShimJudge.StateOf(shim, surveyed, new HashSet<(string, string)>()));
        Assert.Equal(ShimState.Attached, ShimJudge.StateOf(reused, surveyed, new HashSet<(string, string)>()));
    }

    [Fact]
    public void StateOf_MuteSocket_IsUnresponsiveWhateverTheDaemonSays()
    {
        var shim = Shim("a");
        var survey = Survey([], []) with { Tasks = null, State = TaskListState.Failed, Mute = new HashSet<ProcessIdentity> { shim.Process.Identity } };

        Assert.Equal(ShimState.Unresponsive, ShimJudge.StateOf(shim, new SurveyedShims(survey, Nothing, Ended: 0), new HashSet<(string, string)>()));
    }

    [Fact]
    public void Unheard_WhoAnsweredTheDaemon_IsNotAsked()
    {
        var shims = new[] { Shim("answers", pid: 1), Shim("unknown", pid: 2), Shim("sandbox", pid: 3), Shim("unlisted", pid: 4), Shim("socketless", pid: 5) };
        var bundles = new[] { Bundle("answers"), Bundle("unknown"), Bundle("sandbox"), Bundle("app", socket: "/run/containerd/s/sandbox"), Bundle("unlisted"), new ShimBundle("k8s.io", "socketless", null) };
        var tasks = new[] { Task("answers"), Task("unknown", ContainerdTaskStatus.Unknown), Task("app") };

        Assert.Equal(
            [("unknown", "/run/containerd/s/unknown"), ("unlisted", "/run/containerd/s/unlisted")],
            ShimJudge.Unheard(tasks, bundles, shims).Select(each => (each.Shim.Line.Id, each.Socket)));
        Assert.Equal(4, ShimJudge.Unheard(tasks: null, bundles, shims).Count());
    }

    private static ShimSuspects Suspects(ShimSurvey survey, ShimProcess shim) => ShimJudge.Suspects(survey, [shim], DaemonStart, NoSockets)!;

    private static void None(ShimSuspects suspects) => Assert.Empty(suspects.Orphans);
}
