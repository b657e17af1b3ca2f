using System.Collections.Concurrent;
using ContainerdExporter.Causes.Storage.Content;
using ContainerdExporter.Collection;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Storage.Scrub;

/// <summary>
/// Hashes every blob of every store against its name: one at a time, evenly within a budget, on one thread with the lowest disk
/// priority. Goes on after a restart where it was.
/// </summary>
internal sealed class Scrubber : IBackgroundWork
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SaveInterval = TimeSpan.FromMinutes(1);

    private readonly ScrubSettings settings;
    private readonly TimeProvider time;
    private readonly ScrubStateFile file;
    private readonly Lazy<ScrubState> kept;
    private readonly ConcurrentDictionary<string, ScrubTarget> targets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ScrubProgress> progress = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> bytes = new(StringComparer.Ordinal);
    private long? saved;
    private bool isStateRefused;
    private bool hasNews;

    public Scrubber(ScrubSettings settings, TimeProvider time)
    {
        this.settings = settings;
        this.time = time;
        file = new ScrubStateFile(settings.StateDirectory);
        kept = new Lazy<ScrubState>(Load);
    }

    public string WorkName => "content scrub";

    /// <summary>Whether blobs are hashed here.</summary>
    public bool IsEnabled => settings.Rate > 0 && !settings.IsReadOnly;

    /// <summary>Takes a store's newest listing.</summary>
    public void Offer(string root, HostPaths host, StoreLook look)
    {
        if (look.Exists)
        {
            targets[root] = new ScrubTarget(root, host, look.Blobs);
        }
        else
        {
            targets.TryRemove(root, out _);
        }
    }

    public ScrubProgress ProgressOf(string root) => progress.GetOrAdd(root, kept.Value.Stores.GetValueOrDefault(root) ?? ScrubProgress.None);

    /// <summary>Bytes hashed since the exporter started.</summary>
    public long BytesOf(string root) => bytes.GetValueOrDefault(root);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!IsEnabled)
        {
            return;
        }

        // A read from a dead mount never returns: the thread is then left behind.
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Work(end, cancellationToken), maxStackSize: 256 * 1024) { IsBackground = true, Name = "scrub", Priority = ThreadPriority.Lowest }.Start();
        await end.Task.WaitAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Work(TaskCompletionSource end, CancellationToken cancellationToken)
    {
        try
        {
            Libc.LowerDiskPriority();
            var budget = new ScrubBudget(settings.Rate, time);
            while (!cancellationToken.IsCancellationRequested)
            {
                var isBusy = targets.Values.ToList().Aggregate(false, (busy, target) => Step(target, budget, cancellationToken) || busy);
                Save(force: hasNews); // doctor reads it from the file.
                if (!isBusy)
                {
                    cancellationToken.WaitHandle.WaitOne(Idle);
                }
            }

            Save(force: true);
            end.SetResult();
        }
        catch (Exception e)
        {
            end.SetException(e);
        }
    }

    /// <summary>Hashes at most one blob. False when there was none.</summary>
    private bool Step(ScrubTarget target, ScrubBudget budget, CancellationToken cancellationToken)
    {
        var step = ScrubPlan.Next(target.Blobs, ProgressOf(target.Root), time.GetUtcNow(), settings.Interval);
        progress[target.Root] = step.Progress;
        if (step.Blob is not { } blob || cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        var hasher = new BlobHasher(count =>
        {
            bytes.AddOrUpdate(target.Root, count, (_, sum) => sum + count);
            var wait = budget.Take(count);
            return wait <= TimeSpan.Zero ? !cancellationToken.IsCancellationRequested : !cancellationToken.WaitHandle.WaitOne(wait);
        });
        var path = target.Host.ToLocal(ContentDirectory.BlobPath(target.Root, blob.Digest));
        var verdict = hasher.Hash(path, blob);
        if (verdict == BlobVerdict.Damaged && !cancellationToken.WaitHandle.WaitOne(Idle))
        {
            // Once more from the disk, before somebody is called.
            verdict = hasher.Hash(path, blob);
        }

        if (verdict is not null)
        {
            progress[target.Root] = ScrubPlan.After(step, verdict.Value);
            hasNews |= progress[target.Root].Damaged.Count != step.Progress.Damaged.Count;
        }

        return true;
    }

    private ScrubState Load()
    {
        try
        {
            return file.Load();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ScrubState(); // To start over is all that can be done; the next save says why.
        }
    }

    /// <summary>Throws for the first of a row of failures, so that it is logged once.</summary>
    private void Save(bool force)
    {
        if (!force && saved is { } last && time.GetElapsedTime(last) < SaveInterval)
        {
            return;
        }

        saved = time.GetTimestamp();
        hasNews = false;
        var all = new Dictionary<string, ScrubProgress>(kept.Value.Stores, StringComparer.Ordinal);
        foreach (var (root, each) in progress)
        {
            all[root] = each;
        }

        try
        {
            file.Save(new ScrubState { Stores = all });
            isStateRefused = false;
        }
        catch (Exception e) when (isStateRefused && e is (IOException or UnauthorizedAccessException))
        {
            // Said already.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            isStateRefused = true;
            throw new IOException($"a restart will start the scrub over: {file.Path} cannot be written: {e.Message}", e);
        }
    }

    private sealed record ScrubTarget(string Root, HostPaths Host, List<StoredBlob> Blobs);
}

/// <summary>How to scrub.</summary>
/// <param name="Rate">Bytes per second; 0 for not at all.</param>
/// <param name="Interval">From the start of one pass over a store to the start of the next.</param>
/// <param name="StateDirectory">Where the progress is kept; null keeps none.</param>
/// <param name="IsReadOnly">Only show what another exporter has found.</param>
internal sealed record ScrubSettings(long Rate, TimeSpan Interval, string? StateDirectory, bool IsReadOnly);
