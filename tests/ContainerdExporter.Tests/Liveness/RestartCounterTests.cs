using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;
using ContainerdExporter.Liveness;

namespace ContainerdExporter.Tests.Liveness;

public sealed class RestartCounterTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(20);

    private readonly SteppingTimeProvider time = new();
    private readonly RestartCounter counter;

    public RestartCounterTests() => counter = new RestartCounter(Window, time);

    [Fact]
    public void Observe_FirstDaemon_IsNoRestart() => Assert.Equal((0L, 0), Observe(pid: 1, start: 10));

    [Fact]
    public void Observe_DownInBetween_IsOneRestart()
    {
        Observe(1, 10);
        Assert.Equal((0L, 0), counter.Observe(LivenessSamples.Healthy.Instance with { Daemons = [] }));
        Assert.Equal((1L, 1), Observe(2, 20));
        Assert.Equal((1L, 1), Observe(2, 20));
    }

    [Fact]
    public void Observe_SamePidReused_IsARestart()
    {
        Observe(1, 10);
        Assert.Equal((1L, 1), Observe(1, 11));
    }

    [Fact]
    public void Observe_OldRestarts_AreNotRecent()
    {
        Observe(1, 10);
        Observe(2, 20);
        time.Advance(Window + TimeSpan.FromSeconds(1));
        Assert.Equal((1L, 0), Observe(2, 20));
    }

    [Fact]
    public void Observe_ClockSetBack_OldRestartsAreNotRecentAllTheSame()
    {
        Observe(1, 10);
        Observe(2, 20);
        time.Step = TimeSpan.FromDays(-365);
        time.Advance(Window + TimeSpan.FromSeconds(1));
        Assert.Equal((1L, 0), Observe(2, 20));
    }

    private (long Total, int Recent) Observe(int pid, ulong start) => counter.Observe(LivenessSamples.Healthy.Instance with
    {
        Daemons = [new DaemonProcess(new ProcessEntry(pid, "containerd", 'S', 1, start), DateTimeOffset.UnixEpoch)],
    });
}
