using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>Cause 5: what each instance's daemon would do with its configuration files, before anyone restarts it.</summary>
internal sealed class ConfigurationCollector : Collector<ConfigurationSample>
{
    /// <summary>A check takes milliseconds; one that takes longer has met a dead mount.</summary>
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2);

    private readonly ConfigChecks checks = new();
    private readonly PendingRestarts restarts = new();
    private readonly DaemonReleases releases = new();

    public override string Name => "config";

    public override string Description => "What each containerd would do with its configuration files at the next start.";

    public override IReadOnlyList<Cause> Causes => [Cause.Configuration];

    public override IReadOnlyList<MetricFamily> Families => ConfigurationMetrics.Families;

    public override async Task<ConfigurationSample> ProbeAsync(CollectionRound round, CancellationToken cancellationToken)
    {
        var instances = await round.InstancesAsync();
        return new ConfigurationSample(await Task.WhenAll(instances.Select(instance => LookAsync(round, instance, instances))));
    }

    public override void Export(ConfigurationSample sample, MetricSink sink) => ConfigurationMetrics.Export(sample, sink);

    public override IEnumerable<Finding> Diagnose(ConfigurationSample sample) => ConfigurationFindings.Of(sample);

    private async Task<InstanceConfig> LookAsync(CollectionRound round, ContainerdInstance instance, IReadOnlyList<ContainerdInstance> instances)
    {
        var unknown = new InstanceConfig(instance.Address, instance.Distribution, instance.ConfigPath, instance.Daemons.Count > 0, null, null, null, null, null);
        try
        {
            if (await releases.FindAsync(round, instance) is not { } release)
            {
                return unknown with { Unknown = "the release of containerd is not known: it has not answered yet, and its program does not tell" };
            }

            var mounts = await round.MountsAsync();
            var processes = await round.ProcessesAsync();
            return await round.Node.Calls.RunAsync(
                $"check {instance.ConfigPath} of {instance.Address}",
                () => Look(round.Node, instance, release, NodeFactsReader.Read(round.Node.Host, instance, instances, processes, mounts)),
                CheckTimeout);
        }
        catch (TimeoutException)
        {
            return unknown with { Unknown = "a file system on the way to the files does not answer" };
        }
    }

    private InstanceConfig Look(Node node, ContainerdInstance instance, ContainerdRelease release, NodeFacts facts)
    {
        var check = checks.Check(new HostFiles(node.Host), instance.ConfigPath, release, facts, InstanceFlags.Of(node.Host, instance));
        return new InstanceConfig(
            instance.Address,
            instance.Distribution,
            instance.ConfigPath,
            instance.Daemons.Count > 0,
            release,
            check.Report,
            check.Modified,
            restarts.IsPending(instance, check),
            check.Report.Verdict == ConfigVerdict.Unknown ? "a file is too large, nested too deep or not readable; config check tells which" : null);
    }
}
