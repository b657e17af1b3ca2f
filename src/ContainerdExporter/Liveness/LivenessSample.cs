using ContainerdExporter.Containerd;
using ContainerdExporter.Containerd.Client;
using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Liveness;

/// <summary>The symptom: what each containerd answers.</summary>
/// <param name="Instances">One per instance, in the order of discovery.</param>
/// <param name="KubeletRunning">A kubelet runs on this node, so CRI and its network matter.</param>
internal sealed record LivenessSample(IReadOnlyList<InstanceLiveness> Instances, bool KubeletRunning);

/// <summary>One instance's answers.</summary>
/// <param name="Instance">Which.</param>
/// <param name="Probe">The climb of the ladder.</param>
/// <param name="IsStarting">Its process is too young to be judged by a silent socket.</param>
/// <param name="Restarts">Restarts that this exporter saw.</param>
/// <param name="RecentRestarts">Those of the window.</param>
/// <param name="RestartWindow">How long a restart is recent.</param>
internal sealed record InstanceLiveness(
    ContainerdInstance Instance,
    DaemonProbe Probe,
    bool IsStarting,
    long Restarts,
    int RecentRestarts,
    TimeSpan RestartWindow)
{
    /// <summary>Whether the Version RPC answered in time; null when that cannot be told: the exporter may not connect.</summary>
    public bool? IsUp =>
        Probe.Succeeded(ProbeStage.Version) ? true :
        Probe.Stage(ProbeStage.Connect)?.Outcome == ProbeOutcome.Denied ? null :
        Probe.Stages.Count == 0 ? null : false;

    /// <summary>connect succeeds and nothing answers: a stopped or deadlocked daemon.</summary>
    public bool IsHung => Probe.Stages is [.., { Outcome: ProbeOutcome.Timeout, Stage: ProbeStage.Connect or ProbeStage.Version }];

    public IEnumerable<PluginStatus> FailedCorePlugins =>
        Probe.Plugins.Where(plugin => plugin.IsFailed && CorePlugins.Contains(plugin.Uri));

    public IEnumerable<PluginStatus> FailedCriPlugins =>
        Probe.Plugins.Where(plugin => plugin.IsFailed && CorePlugins.IsCri(plugin.Uri));

    /// <summary>Whether CRI works; null when it is switched off, or was not reached.</summary>
    public bool? CriWorks => Probe.Stage(ProbeStage.Cri) switch
    {
        null => null,
        { Outcome: ProbeOutcome.Ok } => true,
        { Outcome: ProbeOutcome.NotLoaded } => FailedCriPlugins.Any() ? false : null,
        _ => false,
    };
}
