using ContainerdExporter.Causes.Storage.Snapshots;
using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Storage.Databases;

/// <summary>Cause 2, databases: whether the bolt files that containerd opens at its next start are whole.</summary>
/// <param name="startGrace">How long a daemon may take from its start to its database.</param>
/// <param name="deadline">The collector's own.</param>
/// <param name="time">The clock.</param>
internal sealed class StorageCollector(TimeSpan startGrace, TimeSpan deadline, TimeProvider time) : Collector<StorageSample>
{
    /// <summary>
    /// Two looks, two walks and a listing fit into the deadline. Looks take microseconds: one that takes this long has met a dead mount. Most
    /// walks end in milliseconds and count for this scrape already; a longer one counts for the next.
    /// </summary>
    private readonly TimeSpan stepTimeout = deadline / 6;

    /// <summary>A commit writes a meta page while we read it: what is still so after this is no such moment.</summary>
    private static readonly TimeSpan SecondLook = TimeSpan.FromMilliseconds(100);

    private readonly DatabaseChecks checks = new(time);
    private readonly MetadataAge age = new();

    public override string Name => "storage";

    public override string Description => "Whether containerd's databases are whole, read without a lock.";

    public override IReadOnlyList<Cause> Causes => [Cause.Storage];

    public override IReadOnlyList<MetricFamily> Families => StorageMetrics.Families;

    public override async Task<StorageSample> ProbeAsync(CollectionRound round, CancellationToken cancellationToken)
    {
        var instances = await round.InstancesAsync();
        var found = await Task.WhenAll(instances.Select(instance => LookAsync(round.Node, instance, cancellationToken)));
        var databases = found.SelectMany(each => each.Databases).ToList();
        var paths = databases.Select(database => database.Look.Place.Path).ToHashSet(StringComparer.Ordinal);
        checks.Keep(paths);
        age.Keep(paths);
        return new StorageSample(databases, [.. found.Select(each => each.Blind).OfType<BlindSpot>()]);
    }

    public override void Export(StorageSample sample, MetricSink sink) => StorageMetrics.Export(sample, sink);

    public override IEnumerable<Finding> Diagnose(StorageSample sample) => StorageFindings.Of(sample);

    private async Task<(IReadOnlyList<DatabaseSample> Databases, BlindSpot? Blind)> LookAsync(
        Node node, ContainerdInstance instance, CancellationToken cancellationToken)
    {
        try
        {
            var looks = await GlanceAsync(node, instance);
            if (looks.Any(look => look.State != DatabaseState.Ok))
            {
                await Task.Delay(SecondLook, time, cancellationToken);
                looks = await GlanceAsync(node, instance);
            }

            return (await CheckAsync(node, instance, looks), null);
        }
        catch (TimeoutException)
        {
            return ([], new BlindSpot(instance.Address, $"{instance.Root} does not answer"));
        }
    }

    private Task<List<DatabaseLook>> GlanceAsync(Node node, ContainerdInstance instance)
    {
        var now = time.GetUtcNow();
        var isUp = instance.Daemons.Any(daemon => now - daemon.StartTime > startGrace);
        var looker = new DatabaseLooker(node.Host);
        return node.Calls.RunAsync(
            $"look at databases of {instance.Root}",
            () => DatabasePlaces.Of(instance)
                .Select(place => looker.Look(place, isUp && place.Database == DatabasePlaces.Metadata))
                .OfType<DatabaseLook>()
                .ToList(),
            stepTimeout);
    }

    /// <summary>The metadata last: what the snapshotters have must be in it by then.</summary>
    private async Task<IReadOnlyList<DatabaseSample>> CheckAsync(Node node, ContainerdInstance instance, List<DatabaseLook> looks)
    {
        var others = await Task.WhenAll(looks.Where(look => look.Place.Database != DatabasePlaces.Metadata).Select(look => CheckAsync(node, instance, look)));
        if (looks.Find(look => look.Place.Database == DatabasePlaces.Metadata) is not { } look)
        {
            return others;
        }

        var metadata = await CheckAsync(node, instance, look);
        return [metadata with { Unknown = age.Judge(metadata, others.Where(other => other.Look.Place.IsSnapshotter)) }, .. others];
    }

    private async Task<DatabaseSample> CheckAsync(Node node, ContainerdInstance instance, DatabaseLook look)
    {
        if (checks.IsDue(look))
        {
            try
            {
                await node.Calls.RunAsync($"walk {look.Place.Path}", () => checks.Run(look, node.Host), stepTimeout);
            }
            catch (TimeoutException)
            {
                // It goes on, and a later scrape reads its result; until then the last one holds.
            }
        }

        var check = checks.Last(look);
        return new DatabaseSample(instance.Address, instance.Daemons.Count > 0, look, check) { MissingSnapshots = await CountMissingAsync(node, look, check) };
    }

    /// <summary>
    /// A snapshot's directory is made before the commit that lists it, and removed after the commit that forgets it. So what is
    /// missing is missing if the database is the same before and after the directory was read.
    /// </summary>
    private async Task<int?> CountMissingAsync(Node node, DatabaseLook look, DatabaseCheck? check)
    {
        if (check?.Snapshots is not { } snapshots || check.Stamp != look.Stamp)
        {
            return null;
        }

        return await node.Calls.RunAsync(
            $"list snapshots of {look.Place.Path}",
            () =>
            {
                var missing = SnapshotDirectories.CountMissing(node.Host, look.Place, snapshots);
                return new DatabaseLooker(node.Host).Look(look.Place, isRequired: false)?.Stamp == look.Stamp ? missing : null;
            },
            stepTimeout);
    }
}
