using ContainerdExporter.Causes.Runtime.Processes;
using ContainerdExporter.Linux;
using Microsoft.Extensions.Time.Testing;
using static ContainerdExporter.Causes.Runtime.Processes.MotionWatch;

namespace ContainerdExporter.Tests.Causes.Runtime.Processes;

public sealed class MotionWatchTests
{
    private static readonly ProcessIdentity Identity = new(42, 1000);

    private readonly FakeTimeProvider time = new();
    private readonly MotionWatch watch;

    public MotionWatchTests() => watch = new MotionWatch(time);

    [Fact]
    public void Observe_SameConditionAndSwitches_AddsUp() =>
        Assert.Equal([0, 10, 20], [Look(Condition.Blocked, 7), Look(Condition.Blocked, 7), Look(Condition.Blocked, 7)]);

    [Fact]
    public void Observe_RanInBetween_StartsAgain() =>
        Assert.Equal([0, 0, 10], [Look(Condition.Blocked, 7), Look(Condition.Blocked, 8), Look(Condition.Blocked, 8)]);

    [Fact]
    public void Observe_AnotherCondition_StartsAgain() =>
        Assert.Equal([0, 0, 0, 0], [Look(Condition.Blocked, 7), Look(Condition.Frozen, 7), Look(null, 7), Look(Condition.Frozen, 7)]);

    [Fact]
    public void Observe_PidOfAnotherProcess_StartsAgain()
    {
        Look(Condition.Zombie, null);

        Assert.Equal(TimeSpan.Zero, watch.Observe(Identity with { StartTicks = 1001 }, Condition.Zombie, null));
    }

    private double Look(Condition? condition, long? switches)
    {
        var held = watch.Observe(Identity, condition, switches);
        watch.EndLook();
        time.Advance(TimeSpan.FromSeconds(10));
        return held.TotalSeconds;
    }
}
