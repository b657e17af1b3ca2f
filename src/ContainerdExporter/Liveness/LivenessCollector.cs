using ContainerdExporter.Collection;
using ContainerdExporter.Containerd;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Diagnosis.Timeline;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Liveness;

/// <summary>The symptom: climbs the probe ladder on every instance and reports how far it came.</summary>
/// <param name="options">What counts as young and as recent.</param>
/// <param name="time">For the restarts' recency.</param>
/// <param name="logger">Told when the count of restarts cannot be kept.</param>
internal sealed class LivenessCollector(LivenessOptions options, TimeProvider time, ILogger logger) : Collector<LivenessSample>, IBackgroundWork
{
    private readonly RestartMemory restarts = new(options, time, logger);

    public string WorkName => "restarts";

    public override string Name => "liveness";

    public override string Description => "The probe ladder: does containerd answer, list and serve Kubernetes.";

    public override IReadOnlyList<Cause> Causes => [Cause.Liveness];

    public override IReadOnlyList<MetricFamily> Families => LivenessMetrics.Families;

    public override async Task<LivenessSample> ProbeAsync(CollectionRound round, CancellationToken cancellationToken)
    {
        var processes = await round.ProcessesAsync();
        var instances = await round.InstancesAsync();
        var probes = await Task.WhenAll(instances.Select(round.ProbeAsync));
        return new LivenessSample(
            [.. instances.Zip(probes, (instance, probe) => Observe(round.Node, instance, probe))],
            processes.Processes.Any(process => ProcessNames.IsKubelet(process.Name)));
    }

    public override void Export(LivenessSample sample, MetricSink sink) => LivenessMetrics.Export(sample, sink);

    public override IEnumerable<Finding> Diagnose(LivenessSample sample) => LivenessFindings.Of(sample);

    public override IEnumerable<Landmark> Landmarks(LivenessSample sample) => sample.Instances
        .Where(each => each.Instance.Daemon is not null)
        .Select(each => (each.Instance.Address, Daemon: each.Instance.Daemon!))
        .Select(each => new Landmark("containerd started", Cause.Liveness, each.Address, $"{each.Daemon.Process.Pid} {each.Daemon.Process.StartTicks}", each.Daemon.StartTime));

    public Task RunAsync(CancellationToken cancellationToken) => restarts.KeepAsync(cancellationToken);

    private InstanceLiveness Observe(Node node, ContainerdInstance instance, Containerd.Client.DaemonProbe probe)
    {
        var (total, recent) = restarts.Observe(node, instance);
        var isStarting = instance.Daemons.Any(daemon => node.Time.GetUtcNow() - daemon.StartTime < options.StartGrace);
        return new InstanceLiveness(instance, probe, isStarting, total, recent, options.RestartWindow);
    }
}
