namespace ContainerdExporter.Collection;

/// <summary>Starts background work and ends it. Work that fails is logged and started again after a while: a reader must not die silently.</summary>
internal sealed partial class BackgroundWorkers(IReadOnlyList<IBackgroundWork> works, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource stop = new();
    private Task? running;

    public void Start() => running ??= Task.WhenAll(works.Select(work => Task.Run(() => KeepRunningAsync(work))));

    /// <summary>Cancels all work and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested)
        {
            return;
        }

        await stop.CancelAsync();
        if (running is not null)
        {
            await running;
        }

        stop.Dispose();
    }

    private async Task KeepRunningAsync(IBackgroundWork work)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await work.RunAsync(stop.Token);
                return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Failed(logger, work.WorkName, e);
            }

            await Task.Delay(RestartDelay, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "background work {Work} failed and is started again")]
    private static partial void Failed(ILogger logger, string work, Exception exception);
}
