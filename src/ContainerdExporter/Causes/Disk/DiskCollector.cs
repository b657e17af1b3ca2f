using ContainerdExporter.Causes.Disk.Usage;
using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;
using ContainerdExporter.Linux;
using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.Causes.Disk;

/// <summary>Cause 6: asks statvfs about each directory. One that hangs is reported as hung, and delays no other.</summary>
internal sealed class DiskCollector : Collector<DiskSample>, IKernelLogConsumer
{
    /// <summary>Below every collector deadline in use: a hanging mount must not cost the others their sample.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);

    private readonly TimeSpan lookTimeout;
    private readonly ForcedReadOnly forcedReadOnly = new();

    private readonly UsageCounter usages;

    /// <param name="deadline">The collector's own; one look takes at most half of it.</param>
    /// <param name="usageInterval">The shortest time between two counts of what fills containerd's root.</param>
    /// <param name="time">The clock.</param>
    public DiskCollector(TimeSpan deadline, TimeSpan usageInterval, TimeProvider time)
    {
        lookTimeout = deadline / 2 < LongestLook ? deadline / 2 : LongestLook;
        usages = new UsageCounter(usageInterval, lookTimeout, time);
    }

    public IKernelLogListener Listener => forcedReadOnly;

    public override string Name => "disk";

    public override string Description => "Space and inodes of the file systems under containerd's and Docker's directories, and what fills them.";

    public override IReadOnlyList<Cause> Causes => [Cause.Disk, Cause.Storage];

    public override IReadOnlyList<MetricFamily> Families => DiskMetrics.Families;

    public override async Task<DiskSample> ProbeAsync(CollectionRound round, CancellationToken cancellationToken)
    {
        // A log that cannot be read is the business of the collectors that have nothing else.
        await (round.Node.KernelLog?.FirstLookAsync(cancellationToken) ?? Task.CompletedTask);
        var mounts = await round.MountsAsync();
        var instances = await round.InstancesAsync();
        var counting = usages.LatestAsync(round, instances);
        var areas = await Task.WhenAll(AreasOf(instances, round.Node.Host).Select(area => LookAsync(area, mounts, round.Node)));
        return new DiskSample([.. areas.OfType<AreaSample>()]) { Usages = await counting };
    }

    public override void Export(DiskSample sample, MetricSink sink) => DiskMetrics.Export(sample, sink);

    public override IEnumerable<Finding> Diagnose(DiskSample sample) => DiskFindings.Of(sample);

    private sealed record Place(string Address, DiskArea Area, string Path);

    private static IEnumerable<Place> AreasOf(IReadOnlyList<ContainerdInstance> instances, HostPaths host)
    {
        foreach (var instance in instances)
        {
            yield return new Place(instance.Address, DiskArea.Root, instance.Root);
            yield return new Place(instance.Address, DiskArea.State, instance.State);
        }

        if (UsedByDocker(instances) is { } docker)
        {
            yield return new Place(docker.Address, DiskArea.Docker, DockerRoot.Find(host));
        }
    }

    /// <summary>The containerd that dockerd manages, else the one that packaged Docker connects to.</summary>
    private static ContainerdInstance? UsedByDocker(IReadOnlyList<ContainerdInstance> instances) =>
        instances.FirstOrDefault(instance => instance.Distribution == Distribution.Docker)
        ?? instances.FirstOrDefault(instance => instance.Distribution == Distribution.Upstream);

    /// <summary>Null when the directory does not exist.</summary>
    private async Task<AreaSample?> LookAsync(Place place, MountTable mounts, Node node)
    {
        try
        {
            return await node.Calls.RunAsync($"statvfs {place.Area.ToLabel()} {place.Path}", () => Look(place, mounts, node.Host), lookTimeout);
        }
        catch (TimeoutException)
        {
            // Not even its links can be followed now: name the mount that the path as written leads to.
            return Describe(place, place.Path, mounts, node.Host, usage: null);
        }
    }

    private AreaSample? Look(Place place, MountTable mounts, HostPaths host)
    {
        var path = host.FollowLinks(place.Path);
        var errno = Libc.FileSystem(host.ToLocal(path), out var status);
        if (errno != Errno.None)
        {
            return errno is Errno.NotFound or Errno.NotADirectory ? null : throw ProcFile.Failure(place.Path, errno);
        }

        var block = (double)status.FragmentSize;
        var usage = new FileSystemUsage(
            status.Blocks * block, status.BlocksAvailable * block, status.BlocksFree * block, status.Files, status.FilesFree);
        return Describe(place, path, mounts, host, usage);
    }

    private AreaSample? Describe(Place place, string path, MountTable mounts, HostPaths host, FileSystemUsage? usage) =>
        mounts.Carrying(path) is not { } mount
            ? null
            : new AreaSample(place.Address, place.Area, place.Path, mount.Source, mount.FileSystemType, mount.MountPoint, IsReadOnly(mount, mounts, host), usage);

    private bool IsReadOnly(MountEntry mount, MountTable mounts, HostPaths host) =>
        mount.IsReadOnly ||
        (mount.FileSystemType.StartsWith("ext", StringComparison.Ordinal) && new BlockDevices(mounts, host).NameOf(mount) is { } device && forcedReadOnly.Holds(device));
}
