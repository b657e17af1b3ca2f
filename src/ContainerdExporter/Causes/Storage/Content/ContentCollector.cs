using System.Collections.Concurrent;
using ContainerdExporter.Causes.Storage.Scrub;
using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Client;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Storage.Content;

/// <summary>Cause 2, content: whether the blobs of images are there, as long as they should be, and what their names say.</summary>
/// <param name="interval">The shortest time between two passes over a store.</param>
/// <param name="deadline">The collector's own.</param>
/// <param name="scrubber">Hashes the blobs, beside the scrapes.</param>
/// <param name="time">The clock.</param>
internal sealed class ContentCollector(TimeSpan interval, TimeSpan deadline, Scrubber scrubber, TimeProvider time) : Collector<ContentSample>, IBackgroundWork
{
    /// <summary>Passes end in milliseconds but on the largest stores; a longer one counts for the next scrape.</summary>
    private readonly TimeSpan patience = deadline / 2;

    private readonly ConcurrentDictionary<string, PacedPass<ContentState>> passes = new(StringComparer.Ordinal);

    public override string Name => "content";

    public override string Description => "Whether the blobs of images are whole: sizes at each pass, digests by a slow scrub.";

    public override IReadOnlyList<Cause> Causes => [Cause.Storage];

    public override IReadOnlyList<MetricFamily> Families => ContentMetrics.Families;

    public string WorkName => scrubber.WorkName;

    public Task RunAsync(CancellationToken cancellationToken) => scrubber.RunAsync(cancellationToken);

    public override async Task<ContentSample> ProbeAsync(CollectionRound round, CancellationToken cancellationToken)
    {
        var instances = await round.InstancesAsync();
        foreach (var gone in passes.Keys.Where(root => instances.All(instance => instance.Root != root)))
        {
            passes.TryRemove(gone, out _);
        }

        var stores = await Task.WhenAll(instances.Select(instance => LookAsync(round, instance)));
        return new ContentSample([.. stores.OfType<StoreSample>()]);
    }

    public override void Export(ContentSample sample, MetricSink sink) => ContentMetrics.Export(sample, sink);

    public override IEnumerable<Finding> Diagnose(ContentSample sample) => ContentFindings.Of(sample);

    /// <summary>Null where there is no store yet.</summary>
    private async Task<StoreSample?> LookAsync(CollectionRound round, ContainerdInstance instance)
    {
        var canList = (await round.ProbeAsync(instance)).Succeeded(ProbeStage.Namespaces);
        try
        {
            var state = await passes
                .GetOrAdd(instance.Root, _ => new PacedPass<ContentState>(interval, time))
                .LatestAsync(() => PassAsync(round.Node, instance, canList), patience);
            return state switch
            {
                null => new StoreSample(instance.Address, null, null, "its pass takes longer than it should"),
                { Look.Exists: false, Difference.IsEmpty: true } => null,
                _ => new StoreSample(instance.Address, state, Scrub(instance.Root, state), null),
            };
        }
        catch (TimeoutException)
        {
            return new StoreSample(instance.Address, null, null, $"{instance.Root} does not answer");
        }
    }

    private async Task<ContentState> PassAsync(Node node, ContainerdInstance instance, bool canList)
    {
        var state = await ContentPass.RunAsync(node, instance, canList);
        scrubber.Offer(instance.Root, node.Host, state.Look);
        return state;
    }

    private ScrubSample? Scrub(string root, ContentState state)
    {
        var progress = scrubber.ProgressOf(root);
        if (!scrubber.IsEnabled && progress.Started is null)
        {
            return null;
        }

        var damages = progress.Damaged.Select(each => new BlobDamage(each.Digest!.Value, DamageKind.Digest, each.Size, null));
        return new ScrubSample(scrubber.BytesOf(root), ScrubPlan.Ratio(state.Look.Blobs, progress), progress.Completed, [.. damages]);
    }
}
