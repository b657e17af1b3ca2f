namespace ContainerdExporter.Collection;

/// <summary>
/// Runs one collector under its deadline. Callers that come while a run is under way share its result; a run that has
/// overrun its deadline is left alone until it ends, and until then every caller is told so at once.
/// </summary>
internal sealed partial class CollectorSlot(ICollector collector, TimeSpan timeout, TimeProvider time, ILogger logger)
{
    private readonly Lock gate = new();
    private Task<CollectorResult>? current;
    private Task<object>? outstanding;
    private DateTimeOffset? lastSuccess;
    private string? lastLogged;

    public ICollector Collector => collector;

    public TimeSpan Timeout => timeout;

    public Task<CollectorResult> RunAsync(CollectionRound round)
    {
        lock (gate)
        {
            if (current is { IsCompleted: false })
            {
                return current;
            }

            return current = RunOnceAsync(round);
        }
    }

    private async Task<CollectorResult> RunOnceAsync(CollectionRound round)
    {
        var start = time.GetTimestamp();
        if (outstanding is { IsCompleted: false })
        {
            return End(CollectorState.Timeout, start, "an earlier run is still waiting for the node");
        }

        var deadline = new CancellationTokenSource(timeout, time);
        var run = outstanding = Task.Run(() => collector.CollectAsync(round, deadline.Token));
        _ = run.ContinueWith(
            static (ended, source) =>
            {
                _ = ended.Exception; // An overrun run that fails later has been reported as a timeout already.
                ((CancellationTokenSource)source!).Dispose();
            },
            deadline,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

        try
        {
            var sample = await run.WaitAsync(timeout, time);
            lastSuccess = time.GetUtcNow();
            return End(CollectorState.Ok, start, detail: null, sample);
        }
        catch (Exception e)
        {
            var (state, detail) = Classify(e);
            return End(state, start, detail);
        }
    }

    private (CollectorState State, string Detail) Classify(Exception exception) => exception switch
    {
        CollectionException e => (e.State, e.Message),
        TimeoutException or OperationCanceledException => (CollectorState.Timeout, $"no answer within {timeout.TotalSeconds:0.###} s"),
        UnauthorizedAccessException e => (CollectorState.Denied, e.Message),
        _ => (CollectorState.Failed, $"{exception.GetType().Name}: {exception.Message}"),
    };

    private CollectorResult End(CollectorState state, long start, string? detail, object? sample = null)
    {
        LogOnce(state, detail);
        return new CollectorResult(collector, state, time.GetElapsedTime(start), sample, detail, lastSuccess);
    }

    /// <summary>A collector that fails at every scrape must not fill the log: each change is logged, not each failure.</summary>
    private void LogOnce(CollectorState state, string? detail)
    {
        if (string.Equals(lastLogged, detail, StringComparison.Ordinal))
        {
            return;
        }

        if (detail is not null)
        {
            Problem(logger, collector.Name, state, detail);
        }
        else
        {
            Recovered(logger, collector.Name);
        }

        lastLogged = detail;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "collector {Collector} is {State}: {Detail}")]
    private static partial void Problem(ILogger logger, string collector, CollectorState state, string detail);

    [LoggerMessage(Level = LogLevel.Information, Message = "collector {Collector} is ok again")]
    private static partial void Recovered(ILogger logger, string collector);
}
