using System.Collections.Concurrent;
using System.Threading.Channels;
using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Containerd.Handlers;

namespace ContainerdExporter.Causes.Runtime.Canary;

/// <summary>
/// Runs a canary for every handler of every instance, one after another, beside the scrapes: a scrape that finds it due starts it.
/// It keeps each handler's newest result.
/// </summary>
internal sealed class CanaryPatrol(CanaryOptions options) : IBackgroundWork
{
    /// <summary>More handlers of one instance are not tried.</summary>
    private const int HandlerLimit = 8;

    private static readonly TimeSpan FilePatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(500);
    private const int LockTries = 20;

    private readonly Channel<CollectionRound> requests = Channel.CreateBounded<CollectionRound>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<(string Address, string Handler), CanaryResult> results = new();
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile CollectionException? trouble;
    private volatile bool isUnderWay;
    private (CanaryRoot Root, CanaryRunner Runner, HandlerReader Handlers)? parts;
    private long started;

    public string WorkName => "canary";

    /// <summary>Ends with the first pass.</summary>
    public Task FirstPass => first.Task;

    /// <summary>Why there was no pass; null when there was one.</summary>
    public CollectionException? Trouble => trouble;

    /// <summary>Each handler's newest result, however old.</summary>
    public IReadOnlyList<CanaryResult> Results => [.. results.Values.OrderBy(result => result.Address, StringComparer.Ordinal).ThenByDescending(result => result.IsDefault).ThenBy(result => result.Handler, StringComparer.Ordinal)];

    /// <summary>Starts a pass, if one is due.</summary>
    public void Offer(CollectionRound round)
    {
        var rest = results.Values.Any(result => !result.IsSuccess) ? options.IntervalAfterFailure : options.Interval;
        if (!isUnderWay && (started == 0 || round.Node.Time.GetElapsedTime(started) >= rest))
        {
            requests.Writer.TryWrite(round);
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var round = await requests.Reader.ReadAsync(cancellationToken);
            isUnderWay = true;
            started = round.Node.Time.GetTimestamp();
            try
            {
                await PassAsync(round, cancellationToken);
                trouble = null;
            }
            catch (CollectionException e)
            {
                trouble = e;
            }
            catch (UnauthorizedAccessException e)
            {
                trouble = CollectionException.Denied($"the canary's directory below --state.dir cannot be used: {e.Message}", e);
            }
            catch (Exception e) when (e is IOException or TimeoutException)
            {
                trouble = new CollectionException(CollectorState.Failed, $"the canary's directory below --state.dir cannot be used: {e.Message}", e);
            }
            finally
            {
                isUnderWay = false;
            }

            first.TrySetResult();
        }
    }

    private async Task PassAsync(CollectionRound round, CancellationToken stop)
    {
        var node = round.Node;
        parts ??= MakeParts(node);
        var (root, _, _) = parts.Value;
        await node.Calls.RunAsync("canary root", () => Prepared(root), FilePatience);
        using var held = await LockAsync(node, root, stop);
        var instances = await round.InstancesAsync();
        var refusals = new List<string>();
        foreach (var instance in instances)
        {
            if (await node.Calls.RunAsync($"canary root {instance.Address}", () => root.Refusal(instance), FilePatience) is { } refusal)
            {
                refusals.Add(refusal);
                Keep(instance.Address, []);
            }
            else
            {
                await PassAsync(round, instance, stop);
            }
        }

        var addresses = instances.Select(instance => instance.Address).ToHashSet(StringComparer.Ordinal);
        foreach (var key in results.Keys.Where(key => !addresses.Contains(key.Address)))
        {
            results.TryRemove(key, out _);
        }

        if (refusals.Count > 0 && refusals.Count == instances.Count)
        {
            throw CollectionException.Unsupported(refusals[0]);
        }
    }

    private async Task PassAsync(CollectionRound round, ContainerdInstance instance, CancellationToken stop)
    {
        var (_, runner, reader) = parts!.Value;
        var version = instance.Daemons.Count > 0 ? (await round.ProbeAsync(instance)).Version : null;
        var known = await round.Node.Calls.RunAsync($"canary handlers {instance.ConfigPath}", () => reader.Read(instance.ConfigPath, version), FilePatience);
        var handlers = Choose(known ?? [RuntimeHandler.BuiltIn]);
        var tried = new List<string>();
        CanaryAttempt? attempt = null;
        var attempts = 0;
        foreach (var handler in handlers)
        {
            // A daemon that does not answer at all does so for every handler.
            if (attempt is not { IsReached: false })
            {
                (attempt, attempts) = await TryAsync(runner, instance, handler, stop);
            }

            if (handler.IsDefault || !attempt.LacksProgram || options.Handlers.Contains(handler.Name, StringComparer.Ordinal))
            {
                tried.Add(handler.Name);
                Add(new CanaryResult(instance.Address, handler.Name, handler.IsDefault, round.Node.Time.GetUtcNow(), attempt.Stages, attempt.Failure) { Attempts = attempts });
            }
        }

        Keep(instance.Address, tried);
    }

    private async Task<(CanaryAttempt Attempt, int Attempts)> TryAsync(CanaryRunner runner, ContainerdInstance instance, RuntimeHandler handler, CancellationToken stop)
    {
        var attempt = await runner.RunAsync(instance, handler, stop);
        if (attempt.Failure is null)
        {
            return (attempt, 1);
        }

        await Task.Delay(options.SecondTryAfter, stop);
        return (await runner.RunAsync(instance, handler, stop), 2);
    }

    private IEnumerable<RuntimeHandler> Choose(IReadOnlyList<RuntimeHandler> handlers) => handlers
        .Where(handler => options.Handlers.Count == 0 || options.Handlers.Contains(handler.Name, StringComparer.Ordinal))
        .OrderByDescending(handler => handler.IsDefault)
        .Take(HandlerLimit);

    private void Add(CanaryResult result)
    {
        var key = (result.Address, result.Handler);
        results[key] = result with { LastSuccess = result.IsSuccess ? result.Ended : results.GetValueOrDefault(key)?.LastSuccess };
    }

    private void Keep(string address, IReadOnlyList<string> handlers)
    {
        foreach (var key in results.Keys.Where(key => key.Address == address && !handlers.Contains(key.Handler, StringComparer.Ordinal)))
        {
            results.TryRemove(key, out _);
        }
    }

    private (CanaryRoot Root, CanaryRunner Runner, HandlerReader Handlers) MakeParts(Node node)
    {
        var root = new CanaryRoot(node.Host, options.StateDirectory ?? throw CollectionException.Unsupported("there is no --state.dir to keep the canary's program in"));
        return (root, new CanaryRunner(node, options, root), new HandlerReader(node.Host));
    }

    /// <summary>doctor may run one beside the service; it waits its turn.</summary>
    private static async Task<IDisposable> LockAsync(Node node, CanaryRoot root, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await node.Calls.RunAsync("canary lock", root.Lock, FilePatience);
            }
            catch (IOException e) when (tries == LockTries)
            {
                throw new CollectionException(CollectorState.Failed, $"another exporter with the same --state.dir runs its canary: {e.Message}", e);
            }
            catch (IOException)
            {
                await Task.Delay(LockPause, stop);
            }
        }
    }

    private static bool Prepared(CanaryRoot root)
    {
        root.Prepare();
        return true;
    }
}
