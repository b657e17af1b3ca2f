using ContainerdExporter.Collection;

namespace ContainerdExporter.Tests.Collection;

public sealed class PacedPassTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly SteppingTimeProvider time = new();
    private readonly PacedPass<string> pass;
    private int runs;

    public PacedPassTests() => pass = new PacedPass<string>(TimeSpan.FromSeconds(30), time);

    [Fact]
    public async Task LatestAsync_NotDue_GivesTheLastResult()
    {
        Assert.Equal("1", await LatestAsync());
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("1", await LatestAsync());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("2", await LatestAsync());
    }

    [Fact]
    public async Task LatestAsync_RunTookLong_RestsTwentyTimesAsLong()
    {
        await pass.LatestAsync(() => SlowAsync(TimeSpan.FromSeconds(2)), Patience);
        time.Advance(TimeSpan.FromSeconds(39));
        Assert.Equal("1", await LatestAsync());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("2", await LatestAsync());
    }

    [Fact]
    public async Task LatestAsync_RunHangs_IsNotStartedTwiceAndTheOldResultEnds()
    {
        var never = new TaskCompletionSource<string>();
        Assert.Equal("1", await LatestAsync());
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("1", await WaitingAsync(() => never.Task));
        time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal("1", await WaitingAsync(NextAsync));
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null(await WaitingAsync(NextAsync));
        Assert.Equal(1, runs);

        never.SetResult("late");
        Assert.Equal("late", await LatestAsync());
    }

    [Fact]
    public async Task LatestAsync_ClockSetBack_IsDueAllTheSame()
    {
        Assert.Equal("1", await LatestAsync());
        time.Step = TimeSpan.FromDays(-365);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("2", await LatestAsync());
    }

    [Fact]
    public async Task LatestAsync_RunFails_ThrowsAndIsTriedAgain()
    {
        await LatestAsync();
        time.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<IOException>(() => pass.LatestAsync(() => throw new IOException(), Patience));
        Assert.Equal("2", await LatestAsync());
    }

    private Task<string?> LatestAsync() => pass.LatestAsync(NextAsync, Patience);

    /// <summary>Asks, and lets its patience end.</summary>
    private async Task<string?> WaitingAsync(Func<Task<string>> run)
    {
        var answer = pass.LatestAsync(run, Patience);
        await Task.Yield();
        time.Advance(Patience);
        return await answer;
    }

    private Task<string> NextAsync() => Task.FromResult($"{++runs}");

    private Task<string> SlowAsync(TimeSpan takes)
    {
        time.Advance(takes);
        return NextAsync();
    }
}
