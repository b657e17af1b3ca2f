using ContainerdExporter.Causes.Runtime.Processes;
using static ContainerdExporter.Tests.Causes.Runtime.Processes.RuntimeProcessSamples;

namespace ContainerdExporter.Tests.Causes.Runtime.Processes;

public sealed class StuckJudgeTests
{
    private const double Day = 86_400;

    private static readonly ProcessWaits Frozen = Sleeping with { IsFrozen = true };
    private static readonly ProcessWaits ThreadBlocked = Sleeping with { IsBlocked = true };

    [Theory]
    [InlineData("create", 59)]
    [InlineData("start id", 30)]
    [InlineData("exec id sh", Day)]
    [InlineData("run id", Day)]
    [InlineData("events id", Day)]
    public void Judge_Sleeping_IsPatientByCommand(string command, double age) => Healthy(Of(command, age: age, waits: Sleeping));

    [Theory]
    [InlineData("create")]
    [InlineData("start id")]
    [InlineData("kill id 9")]
    [InlineData("delete id")]
    [InlineData("state id")]
    [InlineData("exec --detach id sh")]
    [InlineData("run -d id")]
    public void Judge_QuickCommandAfterAMinute_IsOverdue(string command)
    {
        Stuck(StuckReason.Overdue, Of(command, age: 60, waits: Sleeping));
        Stuck(StuckReason.Overdue, Of(command, state: 'T', age: 60, waits: Sleeping));
        Stuck(StuckReason.Overdue, Of(command, age: 60, waits: null));
    }

    [Fact]
    public void Judge_InitThatAwaitsStart_IsHealthyForEver()
    {
        Healthy(Of("init", age: Day, waits: AwaitingStart));
        Healthy(Of("init", age: Day, waits: Sleeping with { Channel = null, Stack = [] })); // Without root nobody can tell.
        Healthy(Of("init", age: Day, waits: null));
    }

    [Fact]
    public void Judge_InitThatSleepsElsewhere_IsOverdueUnderAManager()
    {
        Stuck(StuckReason.Overdue, Of("init", age: 60, waits: Sleeping));
        Stuck(StuckReason.Overdue, Of("init", state: 'T', age: 60, waits: null));
        Healthy(Of("init", age: 59, waits: Sleeping));
        Healthy(Of("init", age: Day, parent: RuntimeParent.Other, waits: Sleeping));
    }

    [Fact]
    public void Judge_UninterruptibleForAMoment_IsHealthy()
    {
        Healthy(Of("create", state: 'D', age: 59, motionless: 29, waits: ThreadBlocked));
        Healthy(Of("exec id sh", state: 'D', age: Day, motionless: 29, waits: ThreadBlocked));
        Healthy(Of("create", state: 'D', age: 20, waits: null));
    }

    [Theory]
    [InlineData("create")]
    [InlineData("init")]
    [InlineData("exec id sh")]
    public void Judge_UninterruptibleWithoutAMove_IsStuckWhateverTheCommand(string command)
    {
        Stuck(StuckReason.Uninterruptible, Of(command, state: 'D', age: 31, motionless: 30, waits: ThreadBlocked));
        Stuck(StuckReason.Uninterruptible, Of(command, state: 'S', age: 31, motionless: 30, waits: ThreadBlocked));
    }

    [Fact]
    public void Judge_BlockedAndOverdueAtFirstSight_NamesTheBlock()
    {
        Stuck(StuckReason.Uninterruptible, Of("create", state: 'D', age: 60, waits: null));
        Stuck(StuckReason.Frozen, Of("create", age: 60, waits: Frozen));
    }

    [Fact]
    public void Judge_Frozen_IsStuckWhenItLasts()
    {
        Healthy(Of("update id", age: 40, motionless: 29, waits: Frozen));
        Stuck(StuckReason.Frozen, Of("init", state: 'D', age: 40, motionless: 30, waits: Frozen with { IsBlocked = true }));
    }

    [Fact]
    public void Judge_Zombie_IsStuckOnlyWhenItsManagerLeavesIt()
    {
        Healthy(Of("create", state: 'Z', age: Day, motionless: 59));
        Stuck(StuckReason.Zombie, Of("create", state: 'Z', age: 60, motionless: 60));
        Healthy(Of("create", state: 'Z', age: Day, motionless: Day, parent: RuntimeParent.Other));
    }

    private static void Healthy(RuntimeProcess process) => Assert.Null(StuckJudge.Judge(process, Thresholds));

    private static void Stuck(StuckReason reason, RuntimeProcess process) => Assert.Equal(reason, StuckJudge.Judge(process, Thresholds));
}
