using ContainerdExporter.Collection;
using ContainerdExporter.Linux;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Collection;

public sealed class CollectorSlotTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task RunAsync_Success_CarriesSampleAndTimeOfSuccess()
    {
        var slot = Slot(_ => Task.FromResult("fine"));
        var result = await slot.RunAsync(Round());
        Assert.Equal(CollectorState.Ok, result.State);
        Assert.Equal("fine", result.Sample);
        Assert.Equal(time.GetUtcNow(), result.LastSuccess);
    }

    [Fact]
    public async Task RunAsync_Overrun_IsTimeoutAndNoSecondProbeStartsUntilTheFirstEnds()
    {
        var stuck = new TaskCompletionSource<string>();
        var collector = new StubCollector("stub", _ => stuck.Task);
        var slot = new CollectorSlot(collector, Deadline, time, NullLogger.Instance);

        var first = slot.RunAsync(Round());
        Assert.True(SpinWait.SpinUntil(() => collector.Runs == 1, TimeSpan.FromSeconds(30)));
        await AdvancePastDeadlineAsync(first);
        Assert.Equal(CollectorState.Timeout, (await first).State);

        var second = await slot.RunAsync(Round());
        Assert.Equal(CollectorState.Timeout, second.State);
        Assert.Equal(1, collector.Runs);

        stuck.SetResult("late");
        CollectorResult third;
        do
        {
            third = await slot.RunAsync(Round());
        }
        while (third.State == CollectorState.Timeout && collector.Runs == 1);
        Assert.Equal(CollectorState.Ok, third.State);
        Assert.Equal(2, collector.Runs);
    }

    [Fact]
    public async Task RunAsync_Overrun_CancelsTheProbe()
    {
        var started = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        var slot = Slot(async token =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => cancelled.SetResult(), TestContext.Current.CancellationToken);
            return "never in time";
        });
        var run = slot.RunAsync(Round());
        await started.Task;
        await AdvancePastDeadlineAsync(run);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(CollectorState.Timeout, (await run).State);
    }

    [Fact]
    public async Task RunAsync_WhileARunIsUnderWay_SharesItsResult()
    {
        var gate = new TaskCompletionSource<string>();
        var collector = new StubCollector("stub", _ => gate.Task);
        var slot = new CollectorSlot(collector, Deadline, time, NullLogger.Instance);
        var first = slot.RunAsync(Round());
        var second = slot.RunAsync(Round());
        gate.SetResult("shared");
        Assert.Same(await first, await second);
        Assert.Equal(1, collector.Runs);
    }

    [Fact]
    public async Task RunAsync_FailureAfterSuccess_HasNoSampleAndKeepsTheTimeOfSuccess()
    {
        var answers = new Queue<Func<string>>([() => "fine", () => throw new InvalidOperationException("broken")]);
        var slot = Slot(_ => Task.FromResult(answers.Dequeue()()));
        var good = await slot.RunAsync(Round());
        time.Advance(TimeSpan.FromMinutes(1));
        var bad = await slot.RunAsync(Round());
        Assert.Equal(CollectorState.Failed, bad.State);
        Assert.Null(bad.Sample);
        Assert.Equal(good.LastSuccess, bad.LastSuccess);
        Assert.Contains("broken", bad.Detail!, StringComparison.Ordinal);
    }

    public static TheoryData<Exception, string> Failures => new()
    {
        { CollectionException.Denied("needs CAP_SYSLOG"), "denied" },
        { CollectionException.Unsupported("no such file"), "unsupported" },
        { new UnauthorizedAccessException("no"), "denied" },
        { new TimeoutException("late"), "timeout" },
        { new InvalidDataException("garbage"), "failed" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task RunAsync_Exception_BecomesItsState(Exception exception, string state)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var result = await Slot(_ => Task.FromException<string>(exception)).RunAsync(Round());
        Assert.Equal(state, result.State.ToLabel());
    }

    private CollectorSlot Slot(Func<CancellationToken, Task<string>> probe) =>
        new(new StubCollector("stub", probe), Deadline, time, NullLogger.Instance);

    private CollectionRound Round() => new(new Node(new HostPaths(), time, [], TimeSpan.FromSeconds(4)));

    /// <summary>The probe is queued to a thread: advance until the deadline has been armed and passed.</summary>
    private async Task AdvancePastDeadlineAsync(Task run)
    {
        while (!run.IsCompleted)
        {
            time.Advance(Deadline);
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
