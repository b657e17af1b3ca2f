using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Linux;

public sealed class IsolatedCallsTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    private readonly IsolatedCalls calls = new(TimeProvider.System);

    [Fact]
    public async Task RunAsync_Answer_IsReturnedAndNothingIsLeft()
    {
        Assert.Equal(7, await calls.RunAsync("a", () => 7, TimeSpan.FromSeconds(10)));
        Assert.Equal(0, calls.UnderWay);
    }

    [Fact]
    public async Task RunAsync_HangingKey_HoldsOneThreadAndDelaysNoOther()
    {
        using var release = new ManualResetEventSlim();
        var starts = 0;
        int Hang()
        {
            Interlocked.Increment(ref starts);
            release.Wait();
            return 0;
        }

        await Assert.ThrowsAsync<TimeoutException>(() => calls.RunAsync("dead", Hang, Short));
        await Assert.ThrowsAsync<TimeoutException>(() => calls.RunAsync("dead", Hang, TimeSpan.FromHours(1)));
        Assert.Equal(1, starts);
        Assert.Equal(1, calls.UnderWay);
        Assert.Equal(1, await calls.RunAsync("alive", () => 1, TimeSpan.FromSeconds(10)));

        release.Set();
        while (calls.UnderWay > 0)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Equal(2, await calls.RunAsync("dead", () => 2, TimeSpan.FromSeconds(10)));
    }

    /// <summary>Two instances with one root, or two scrapes: the second look is as good as the first.</summary>
    [Fact]
    public async Task RunAsync_WhileAnotherOfItsKeyRuns_WaitsForItsTurn()
    {
        using var release = new ManualResetEventSlim();
        var first = calls.RunAsync("a", () => { release.Wait(); return 1; }, TimeSpan.FromSeconds(10));
        var second = calls.RunAsync("a", () => 2, TimeSpan.FromSeconds(10));
        var impatient = calls.RunAsync("a", () => 3, Short);
        await Assert.ThrowsAsync<TimeoutException>(() => impatient);
        release.Set();
        Assert.Equal((1, 2), (await first, await second));
        Assert.Equal(0, calls.UnderWay);
    }

    [Fact]
    public async Task RunAsync_ManyQuickCallsAtOnce_AreNotTakenForHangingOnes()
    {
        using var release = new ManualResetEventSlim();
        var many = Enumerable.Range(0, IsolatedCalls.Limit + 8).Select(i => calls.RunAsync($"quick {i}", () => { release.Wait(); return i; }, TimeSpan.FromSeconds(10))).ToList();
        release.Set();
        Assert.Equal(Enumerable.Range(0, many.Count), await Task.WhenAll(many));
    }

    [Fact]
    public async Task RunAsync_ManyHangingKeys_AreBounded()
    {
        using var release = new ManualResetEventSlim();
        for (var i = 0; i < IsolatedCalls.Limit + 8; i++)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => calls.RunAsync($"dead {i}", () => { release.Wait(); return 0; }, TimeSpan.FromMilliseconds(1)));
        }

        Assert.Equal(IsolatedCalls.Limit, calls.UnderWay);
        release.Set();
    }

    [Fact]
    public async Task RunAsync_Exception_IsPassedOnAndTheKeyIsFree()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => calls.RunAsync<int>("a", () => throw new InvalidDataException(), TimeSpan.FromSeconds(10)));
        Assert.Equal(3, await calls.RunAsync("a", () => 3, TimeSpan.FromSeconds(10)));
    }
}
