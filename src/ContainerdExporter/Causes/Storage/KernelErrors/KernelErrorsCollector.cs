using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;
using ContainerdExporter.Linux;
using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.Causes.Storage.KernelErrors;

/// <summary>Cause 2: storage errors from the kernel's log, for the devices that carry containerd's data.</summary>
/// <param name="window">How long an error stays a finding.</param>
internal sealed class KernelErrorsCollector(TimeSpan window) : Collector<KernelErrorsSample>, IKernelLogConsumer
{
    /// <summary>Below every collector deadline in use.</summary>
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(1);

    /// <summary>More devices than this under containerd are not told apart: bounds the number of series.</summary>
    private const int CarrierLimit = 32;

    private readonly KernelErrorListener listener = new();

    public IKernelLogListener Listener => listener;

    public override string Name => "kernel-storage";

    public override string Description => "Storage errors that the kernel has logged for the devices under containerd's directories.";

    public override IReadOnlyList<Cause> Causes => [Cause.Storage];

    public override IReadOnlyList<MetricFamily> Families => KernelErrorsMetrics.Families;

    public override async Task<KernelErrorsSample> ProbeAsync(CollectionRound round, CancellationToken cancellationToken)
    {
        await KernelLogAccess.ReadyAsync(round, cancellationToken);
        var mounts = await round.MountsAsync();
        var devices = new BlockDevices(mounts, round.Node.Host);
        var directories = (await round.InstancesAsync())
            .SelectMany(instance => new[] { instance.Root, instance.State })
            .Distinct(StringComparer.Ordinal);
        var carriers = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var directory in directories)
        {
            foreach (var device in await DevicesUnderAsync(directory, mounts, devices, round.Node))
            {
                if (carriers.TryGetValue(device, out var carried))
                {
                    carried.Add(directory);
                }
                else if (carriers.Count < CarrierLimit)
                {
                    carriers.Add(device, [directory]);
                }
            }
        }

        return new KernelErrorsSample(
            round.Node.Time.GetUtcNow(),
            listener.Published,
            carriers.ToDictionary(each => each.Key, IReadOnlyList<string> (each) => each.Value, StringComparer.Ordinal));
    }

    public override void Export(KernelErrorsSample sample, MetricSink sink) => KernelErrorsMetrics.Export(sample, sink);

    public override IEnumerable<Finding> Diagnose(KernelErrorsSample sample) => KernelErrorsFindings.Of(sample, window);

    private static async Task<IReadOnlySet<string>> DevicesUnderAsync(string directory, MountTable mounts, BlockDevices devices, Node node)
    {
        string path;
        try
        {
            path = await node.Calls.RunAsync($"links of {directory}", () => node.Host.FollowLinks(directory), LookTimeout);
        }
        catch (TimeoutException)
        {
            path = directory; // Its mount hangs, which is no reason to lose its errors.
        }

        return mounts.Carrying(path) is { } mount ? devices.Under(mount) : new HashSet<string>(StringComparer.Ordinal);
    }
}
