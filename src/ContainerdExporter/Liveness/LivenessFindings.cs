using ContainerdExporter.Containerd.Client;
using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.Liveness;

/// <summary>Judges the answers of each instance by the thresholds of the alerts.</summary>
internal static class LivenessFindings
{
    private const int TooManyRestarts = 4;

    public static IEnumerable<Finding> Of(LivenessSample sample) =>
        sample.Instances.SelectMany(instance => Judge(instance, sample.KubeletRunning));

    private static IEnumerable<Finding> Judge(InstanceLiveness sample, bool kubeletRunning)
    {
        if (sample.IsHung || (sample.IsUp == false && !sample.IsStarting))
        {
            yield return Unavailable(sample);
        }

        if (sample.FailedCorePlugins.ToList() is { Count: > 0 } failed)
        {
            yield return Finding(
                sample,
                Severity.Critical,
                "ContainerdCoreServicesFailed",
                $"containerd answers, but {failed.Count} of its core plugins failed to start.",
                [.. failed.Take(8).Select(plugin => new Evidence(plugin.Uri, plugin.Error!))]);
        }
        else if (FailedList(sample) is { } list)
        {
            yield return Finding(
                sample,
                Severity.Critical,
                "ContainerdCoreServicesFailed",
                $"containerd answers, but its {list.Stage.ToLabel()} probe fails.",
                Words(list));
        }
        else if (sample.CriWorks == false)
        {
            yield return CriFailed(sample, kubeletRunning);
        }

        if (kubeletRunning && sample.Probe.CriConditions.FirstOrDefault(condition => condition is { Type: "NetworkReady", IsMet: false }) is { } network)
        {
            yield return Finding(
                sample,
                Severity.Critical,
                "ContainerdNetworkNotReady",
                "containerd has no working CNI configuration, so no pod gets a network.",
                new Evidence(network.Reason, network.Message));
        }

        if (sample.RecentRestarts >= TooManyRestarts)
        {
            yield return Finding(
                sample,
                Severity.Critical,
                "ContainerdRestarting",
                $"containerd was restarted {sample.RecentRestarts} times in the last {sample.RestartWindow.TotalMinutes:0.#} minutes.",
                new Evidence("restarts seen by this exporter", $"{sample.Restarts}"));
        }
    }

    private static Finding Unavailable(InstanceLiveness sample)
    {
        var last = sample.Probe.Stages[^1];
        var process = sample.Instance.Daemons.Count == 0
            ? "no containerd process claims this socket"
            : string.Join(", ", sample.Instance.Daemons.Select(daemon => $"pid {daemon.Process.Pid}, state {daemon.Process.State}, started {daemon.StartTime:u}"));
        return sample.IsHung
            ? Finding(sample, Severity.Critical, "ContainerdHung", "containerd accepts connections and answers none.", [new Evidence("process", process), .. Words(last)])
            : Finding(sample, Severity.Critical, "ContainerdDown", "containerd does not answer on its socket.", [new Evidence("process", process), .. Words(last)]);
    }

    /// <summary>A daemon whose plugins all loaded and whose database cannot be read all the same.</summary>
    private static StageResult? FailedList(InstanceLiveness sample) => sample.Probe.Stages.FirstOrDefault(stage =>
        stage.Stage is ProbeStage.Plugins or ProbeStage.Namespaces or ProbeStage.Images && stage.Outcome != ProbeOutcome.Ok);

    private static Finding CriFailed(InstanceLiveness sample, bool kubeletRunning)
    {
        var plugins = sample.FailedCriPlugins.Select(plugin => new Evidence(plugin.Uri, plugin.Error!));
        return Finding(
            sample,
            kubeletRunning ? Severity.Critical : Severity.Warning,
            "ContainerdCriFailed",
            kubeletRunning ? "CRI does not work, so the kubelet cannot manage pods." : "The CRI plugin is enabled and does not work; no kubelet runs here.",
            [.. plugins, .. Words(sample.Probe.Stage(ProbeStage.Cri)!)]);
    }

    private static Evidence[] Words(StageResult stage) =>
        [new Evidence($"{stage.Stage.ToLabel()} probe", $"{stage.Outcome.ToLabel()}{(stage.Detail is null ? string.Empty : $": {stage.Detail}")}")];

    private static Finding Finding(InstanceLiveness sample, Severity severity, string alert, string summary, params Evidence[] evidence) =>
        new(Cause.Liveness, severity, alert, sample.Instance.Address, summary, evidence);
}
