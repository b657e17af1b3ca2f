using ContainerdExporter.Collection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Collection;

public sealed class BackgroundWorkersTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task DisposeAsync_WorkThatRuns_IsCancelledAndAwaited()
    {
        var work = new Work(async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
        });
        var workers = new BackgroundWorkers([work], time, NullLogger.Instance);
        workers.Start();
        await work.Started.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await workers.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(1, work.Runs);
    }

    [Fact]
    public async Task Start_WorkThatFails_IsStartedAgainAfterAWhile()
    {
        var work = new Work(_ => throw new InvalidOperationException("broken"));
        await using var workers = new BackgroundWorkers([work], time, NullLogger.Instance);
        workers.Start();
        await work.Started.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        while (work.Runs < 3)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Start_WorkThatEnds_IsNotStartedAgain()
    {
        var work = new Work(_ => Task.CompletedTask);
        await using var workers = new BackgroundWorkers([work], time, NullLogger.Instance);
        workers.Start();
        await work.Started.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(1));
        await workers.DisposeAsync();
        Assert.Equal(1, work.Runs);
    }

    [Fact]
    public async Task DisposeAsync_NeverStarted_Ends() =>
        await new BackgroundWorkers([], time, NullLogger.Instance).DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

    private sealed class Work(Func<CancellationToken, Task> run) : IBackgroundWork
    {
        private readonly TaskCompletionSource started = new();
        private int runs;

        public int Runs => runs;

        public Task Started => started.Task;

        public string WorkName => "work";

        public Task RunAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref runs);
            started.TrySetResult();
            return run(cancellationToken);
        }
    }
}
