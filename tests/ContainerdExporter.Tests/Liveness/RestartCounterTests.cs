using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;
using ContainerdExporter.Liveness;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerdExporter.Tests.Liveness;

public sealed class RestartCounterTests : IDisposable
{
    private const string Boot = "2c1b8f3e-0000-4000-8000-000000000001";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(20);

    private readonly TemporaryDirectory directory = new();
    private readonly SteppingTimeProvider time = new();
    private RestartCounter counter;

    public RestartCounterTests()
    {
        BootAs(Boot);
        counter = Start();
    }

    public void Dispose() => directory.Dispose();

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

    [Fact]
    public void Observe_ExporterRestarted_CountsOn()
    {
        Observe(1, 10);
        Observe(2, 20);
        counter = Start();
        Assert.Equal((1L, 1), Observe(2, 20));
        Assert.Equal((2L, 2), Observe(3, 30));
    }

    [Fact]
    public void Observe_DaemonRestartedWhileTheExporterWasAway_IsOneRestart()
    {
        Observe(1, 10);
        counter = Start();
        Assert.Equal((1L, 1), Observe(3, 30));
    }

    [Fact]
    public void Observe_ExporterAwayForLong_OldRestartsAreNotRecent()
    {
        Observe(1, 10);
        Observe(2, 20);
        time.Advance(Window / 2);
        Observe(3, 30);
        time.Advance(Window / 2 + TimeSpan.FromSeconds(1));
        counter = Start();
        Assert.Equal((2L, 1), Observe(3, 30));
    }

    [Fact]
    public void Observe_ClockSetBackWhileTheExporterWasAway_RestartsLeaveTheWindowAllTheSame()
    {
        Observe(1, 10);
        Observe(2, 20);
        time.Step = TimeSpan.FromDays(-365);
        counter = Start();
        Assert.Equal((1L, 1), Observe(2, 20));
        time.Advance(Window + TimeSpan.FromSeconds(1));
        Assert.Equal((1L, 0), Observe(2, 20));
    }

    [Fact]
    public void Observe_NodeRestarted_IsNoRestartOfTheDaemon()
    {
        Observe(1, 10);
        Observe(2, 20);
        BootAs("2c1b8f3e-0000-4000-8000-000000000002");
        counter = Start();
        Assert.Equal((0L, 0), Observe(1, 10));
    }

    [Fact]
    public void Counted_NothingNew_IsTheSame()
    {
        Observe(1, 10);
        var before = counter.Counted;
        Observe(1, 10);
        Assert.Same(before, counter.Counted);
    }

    [Fact]
    public void TrySave_ReadOnly_LeavesTheFileAlone()
    {
        Observe(1, 10);
        var kept = File.ReadAllText(StatePath);
        Assert.False(State(isReadOnly: true).TrySave(new Dictionary<string, SavedRestarts>(StringComparer.Ordinal)));
        Assert.Equal(kept, File.ReadAllText(StatePath));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"bootId":"2c1b8f3e-0000-4000-8000-000000000001","instances":null}""")]
    [InlineData("""{"bootId":"2c1b8f3e-0000-4000-8000-000000000001","instances":{"/run/containerd/containerd.sock":null}}""")]
    [InlineData("""{"bootId":"2c1b8f3e-0000-4000-8000-000000000001","instances":{"/run/containerd/containerd.sock":{"pid":1,"startTicks":10,"total":-1,"recent":[]}}}""")]
    [InlineData("""{"bootId":"2c1b8f3e-0000-4000-8000-000000000001","instances":{"/run/containerd/containerd.sock":{"pid":1,"startTicks":10,"total":1,"recent":null}}}""")]
    [InlineData("""{"bootId":"2c1b8f3e-0000-4000-8000-000000000001","instances":{"/run/containerd/containerd.sock":{"pid":1,"startTicks":10,"total":0,"recent":["2026-01-01T00:00:00Z"]}}}""")]
    public void Observe_DamagedFile_BeginsAnew(string content)
    {
        directory.Write("state/restarts.json", content);
        counter = Start();
        Assert.Equal((0L, 0), Observe(2, 20));
        counter = Start();
        Assert.Equal((1L, 1), Observe(3, 30));
    }

    private string StatePath => directory.At("state/restarts.json");

    private void BootAs(string id) => directory.Write("proc/sys/kernel/random/boot_id", $"{id}\n");

    private RestartStateFile State(bool isReadOnly) =>
        new(new HostPaths("/", directory.At("proc")), directory.At("state"), isReadOnly, new IsolatedCalls(TimeProvider.System), NullLogger.Instance);

    private RestartCounter Start() => new(Window, State(isReadOnly: true).Load(), time);

    private (long Total, int Recent) Observe(int pid, ulong start)
    {
        var seen = counter.Observe(LivenessSamples.Healthy.Instance with
        {
            Daemons = [new DaemonProcess(new ProcessEntry(pid, "containerd", 'S', 1, start), DateTimeOffset.UnixEpoch)],
        });
        Assert.True(State(isReadOnly: false).TrySave(counter.Counted));
        return seen;
    }
}
