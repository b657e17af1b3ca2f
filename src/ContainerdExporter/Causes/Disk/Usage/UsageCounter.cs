using System.Collections.Concurrent;
using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Client;
using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Causes.Disk.Usage;

/// <summary>Counts now and then what each instance keeps on disk, beside the scrapes.</summary>
/// <param name="interval">Between two counts, at least.</param>
/// <param name="patience">How long a scrape waits for a count that is under way; most take milliseconds.</param>
/// <param name="time">The clock.</param>
internal sealed class UsageCounter(TimeSpan interval, TimeSpan patience, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, PacedPass<StoreUsage>> passes = new(StringComparer.Ordinal);

    /// <summary>The last counts by address; without those of instances whose files did not answer.</summary>
    public async Task<IReadOnlyDictionary<string, StoreUsage>> LatestAsync(CollectionRound round, IReadOnlyList<ContainerdInstance> instances)
    {
        foreach (var gone in passes.Keys.Where(root => instances.All(instance => instance.Root != root)))
        {
            passes.TryRemove(gone, out _);
        }

        var usages = await Task.WhenAll(instances.Select(async instance => (instance.Address, Usage: await LatestAsync(round, instance))));
        return usages.Where(each => each.Usage is { Areas.Count: > 0 }).ToDictionary(each => each.Address, each => each.Usage!, StringComparer.Ordinal);
    }

    private async Task<StoreUsage?> LatestAsync(CollectionRound round, ContainerdInstance instance)
    {
        try
        {
            return await passes
                .GetOrAdd(instance.Root, _ => new PacedPass<StoreUsage>(interval, time))
                .LatestAsync(() => PassAsync(round, instance), patience);
        }
        catch (TimeoutException)
        {
            return null; // The look at the file system says so.
        }
    }

    private static async Task<StoreUsage> PassAsync(CollectionRound round, ContainerdInstance instance) =>
        await UsagePass.RunAsync(round.Node, instance, (await round.ProbeAsync(instance)).Succeeded(ProbeStage.Namespaces));
}
