using ContainerdExporter.Containerd.Client;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;
using ContainerdExporter.Liveness;

namespace ContainerdExporter.Tests.Liveness;

/// <summary>Samples of one instance in the states that matter.</summary>
internal static class LivenessSamples
{
    public const string Address = "/run/containerd/containerd.sock";

    public static readonly PluginStatus Bolt = new("io.containerd.metadata.v1", "bolt", null);
    public static readonly PluginStatus Cri = new("io.containerd.grpc.v1", "cri", null);

    public static readonly InstanceLiveness Healthy = new(
        new ContainerdInstance(
            Address,
            Distribution.Upstream,
            InstanceSource.Process,
            "/var/lib/containerd",
            "/run/containerd",
            "/etc/containerd/config.toml",
            [new DaemonProcess(new ProcessEntry(42, "containerd", 'S', 1, 100), DateTimeOffset.UnixEpoch.AddSeconds(1000))]),
        new DaemonProbe(
            [.. Enum.GetValues<ProbeStage>().Select(stage => new StageResult(stage, ProbeOutcome.Ok, TimeSpan.FromMilliseconds(2)))],
            PeerPid: 42,
            Version: "1.7.24",
            Plugins: [Bolt, Cri, new PluginStatus("io.containerd.snapshotter.v1", "btrfs", "path is not btrfs: skip plugin")],
            Deprecations: [],
            CriConditions: [new CriCondition("RuntimeReady", true, "", ""), new CriCondition("NetworkReady", true, "", "")]),
        IsStarting: false,
        Restarts: 0,
        RecentRestarts: 0,
        RestartWindow: TimeSpan.FromMinutes(20));

    /// <summary>The ladder ends at a rung.</summary>
    public static InstanceLiveness EndsAt(ProbeStage stage, ProbeOutcome outcome) => Healthy with
    {
        Probe = Healthy.Probe with
        {
            Stages =
            [
                .. Healthy.Probe.Stages.Where(each => each.Stage < stage),
                new StageResult(stage, outcome, TimeSpan.FromSeconds(2), "why"),
            ],
            Version = stage <= ProbeStage.Version ? null : "1.7.24",
            Plugins = stage <= ProbeStage.Plugins ? [] : Healthy.Probe.Plugins,
            CriConditions = [],
        },
    };

    public static InstanceLiveness WithPlugins(params PluginStatus[] plugins) =>
        Healthy with { Probe = Healthy.Probe with { Plugins = plugins } };

    /// <summary>CRI's Status ended like this.</summary>
    public static InstanceLiveness WithCri(ProbeOutcome outcome, params PluginStatus[] plugins)
    {
        var sample = EndsAt(ProbeStage.Cri, outcome);
        return sample with { Probe = sample.Probe with { Plugins = [Bolt, .. plugins] } };
    }
}
