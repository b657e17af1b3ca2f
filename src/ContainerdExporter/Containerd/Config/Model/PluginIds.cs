namespace ContainerdExporter.Containerd.Config.Model;

/// <summary>The plugins whose sections the rules look into.</summary>
internal static class PluginIds
{
    public const string Cri = "io.containerd.grpc.v1.cri";
    public const string CriImages = "io.containerd.cri.v1.images";
    public const string CriRuntime = "io.containerd.cri.v1.runtime";
    public const string Bolt = "io.containerd.metadata.v1.bolt";
    public const string DiffService = "io.containerd.service.v1.diff-service";
    public const string Transfer = "io.containerd.transfer.v1.local";
    public const string Task = "io.containerd.runtime.v2.task";
    public const string ShimManager = "io.containerd.shim.v1.manager";
    public const string Opt = "io.containerd.internal.v1.opt";
    public const string Nri = "io.containerd.nri.v1.nri";
    public const string Otlp = "io.containerd.tracing.processor.v1.otlp";
    public const string OldRestart = "io.containerd.internal.v1.restart";
    public const string Restart = "io.containerd.monitor.container.v1.restart";
    public const string OldCgroups = "io.containerd.monitor.v1.cgroups";
    public const string Cgroups = "io.containerd.monitor.task.v1.cgroups";
    public const string ServerGrpc = "io.containerd.server.v1.grpc";
    public const string ServerGrpcTcp = "io.containerd.server.v1.grpc-tcp";
    public const string ServerTtrpc = "io.containerd.server.v1.ttrpc";
    public const string ServerDebug = "io.containerd.server.v1.debug";
    public const string ServerMetrics = "io.containerd.server.v1.metrics";
    public const string GrpcPrometheus = "io.containerd.metrics.v1.grpc-prometheus";

    public const string SnapshotterType = "io.containerd.snapshotter.v1";
    public const string DifferType = "io.containerd.differ.v1";

    /// <summary>Ids that a 2.x release knows by another name.</summary>
    public static readonly IReadOnlyDictionary<string, string> Renamed = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [OldRestart] = Restart,
        [OldCgroups] = Cgroups,
    };
}
