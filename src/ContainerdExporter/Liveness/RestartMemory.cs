using System.Threading.Channels;
using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Liveness;

/// <summary>The count of restarts over those of the exporter: read back at the first look, kept at each change.</summary>
internal sealed class RestartMemory(LivenessOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource<RestartStateFile> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The last one alone is worth keeping.</summary>
    private readonly Channel<IReadOnlyDictionary<string, SavedRestarts>> changes =
        Channel.CreateBounded<IReadOnlyDictionary<string, SavedRestarts>>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    private RestartCounter? counter;

    /// <summary>As <see cref="RestartCounter.Observe"/>.</summary>
    public (long Total, int Recent) Observe(Node node, ContainerdInstance instance)
    {
        counter ??= Open(node);
        var before = counter.Counted;
        var seen = counter.Observe(instance);
        if (counter.Counted != before)
        {
            changes.Writer.TryWrite(counter.Counted);
        }

        return seen;
    }

    /// <summary>Keeps the changes beside the scrapes, since a disk may hang.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        var file = await opened.Task.WaitAsync(cancellationToken);
        if (options.IsReadOnly || options.StateDirectory is null)
        {
            return;
        }

        await foreach (var change in changes.Reader.ReadAllAsync(cancellationToken))
        {
            var latest = change;
            while (!file.TrySave(latest))
            {
                await Task.Delay(RetryPause, time, cancellationToken);
                latest = changes.Reader.TryRead(out var later) ? later : latest;
            }
        }
    }

    private RestartCounter Open(Node node)
    {
        var file = new RestartStateFile(node.Host, options.StateDirectory, options.IsReadOnly, node.Calls, logger);
        opened.TrySetResult(file);
        return new RestartCounter(options.RestartWindow, file.Load(), time);
    }
}
