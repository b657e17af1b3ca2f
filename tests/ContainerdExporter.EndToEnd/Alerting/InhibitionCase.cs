using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Alerting;

/// <summary>What fires together on one node.</summary>
/// <param name="Cause">The rule that the notification must name.</param>
/// <param name="Symptoms">Rules that fire because of it.</param>
public sealed record InhibitionCase(RuleKey Cause, IReadOnlyList<RuleKey> Symptoms)
{
    private static readonly string[] Unreachable = ["Down", "Hung", "CoreServicesFailed", "CriFailed", "NetworkNotReady", "CannotRunContainers", "CannotRunContainers/warning"];
    private static readonly string[] Crashing = ["SocketStale", "Restarting", .. Unreachable];

    /// <summary>Every rule is the cause of one case; those without symptoms are notified alone.</summary>
    public static IReadOnlyList<InhibitionCase> All { get; } =
    [
        Critical("DiskFull", ["InodesExhausted", "DiskFillingUp/warning", "InodesFillingUp/warning", .. Crashing]),
        Critical("InodesExhausted", ["InodesFillingUp/warning", .. Crashing]),
        Critical("FilesystemReadOnly", Crashing),
        Critical("FilesystemHung", [
            "FilesystemReadOnly", "DiskFull", "DiskFillingUp/warning", "InodesExhausted", "InodesFillingUp/warning", "RuntimeStuck", "ShimUnresponsive",
            "CollectorFailing/warning", .. Crashing]),
        Critical("StorageErrors", ["FilesystemReadOnly", .. Crashing]),
        Critical("MetadataCorrupt", ["Panicked/warning", .. Crashing]),
        Critical("OomKilled", ["SocketStale", "Down", "Restarting", "CannotRunContainers"]),
        Critical("SocketStale", Unreachable),
        Critical("SocketBlocked", ["Restarting", "SocketForeign", .. Unreachable]),
        Critical("SocketForeign", Unreachable),
        Critical("ConfigInvalid", ["Panicked/warning", "Down", "Restarting", "SocketStale", "CoreServicesFailed", "CriFailed", "NetworkNotReady"]),
        Critical("ConfigDegraded", ["CoreServicesFailed", "CriFailed", "NetworkNotReady", "CannotRunContainers"]),
        Critical("Down", ["CoreServicesFailed", "CriFailed", "NetworkNotReady", "CannotRunContainers"]),
        Critical("Hung", ["CoreServicesFailed", "CriFailed", "NetworkNotReady", "CannotRunContainers", "CollectorFailing/warning"]),
        Critical("CoreServicesFailed", ["CriFailed", "NetworkNotReady", "CannotRunContainers"]),
        Critical("CriFailed", ["NetworkNotReady"]),
        Critical("NetworkNotReady", []),
        Critical("Restarting", ["Panicked/warning"]),
        Critical("RuntimeStuck", []),
        Critical("RuntimeBroken", ["CannotRunContainers"]),
        Critical("CannotRunContainers", []),
        Critical("ShimUnresponsive", []),
        Warning("Panicked", []),
        Warning("CriFailed", []),
        Warning("RuntimeOomKilled", []),
        Warning("MemoryNearLimit", []),
        Warning("OomUnprotected", []),
        Warning("MetadataCorrupt", []),
        Warning("ContentDamaged", []),
        Warning("PidFileStale", []),
        Warning("RuntimeBroken", ["CannotRunContainers/warning"]),
        Warning("CannotRunContainers", []),
        Warning("ShimOrphaned", []),
        Warning("ConfigInvalid", []),
        Warning("ConfigDegraded", []),
        Warning("ConfigPendingRestart", []),
        Warning("DiskFillingUp", []),
        Warning("InodesFillingUp", []),
        Warning("CollectorFailing", []),
        Warning("KernelLogLost", []),
        new(Rule("ExporterDown/warning"), [.. RuleLabels.All().Where(rule => rule.Alert != "ContainerdExporterDown")]),
    ];

    /// <summary>One word: it is the name of a cluster, so that no case's alerts share a group with another's.</summary>
    public string Name => $"{Cause.Alert}-{Cause.Severity}";

    public override string ToString() => Name;

    private static InhibitionCase Critical(string cause, IEnumerable<string> symptoms) => new(Rule(cause), [.. symptoms.Select(Rule)]);

    private static InhibitionCase Warning(string cause, IEnumerable<string> symptoms) => new(Rule($"{cause}/warning"), [.. symptoms.Select(Rule)]);

    /// <summary>An alert without its first word; critical unless another severity is said.</summary>
    private static RuleKey Rule(string text) => text.Split('/') is [var alert, var severity]
        ? new RuleKey($"Containerd{alert}", severity)
        : new RuleKey($"Containerd{text}", "critical");
}
