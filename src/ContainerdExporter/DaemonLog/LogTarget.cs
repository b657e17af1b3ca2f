using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.DaemonLog;

/// <summary>Where the log of one containerd is: a unit's part of the journal, or a file.</summary>
/// <param name="Address">Whose.</param>
/// <param name="Unit">The unit, with its suffix; null for a file.</param>
/// <param name="Path">The file on the host; null for the journal.</param>
internal sealed record LogTarget(string Address, string? Unit, string? Path)
{
    /// <summary>Names the place in the state: a log that moves is another.</summary>
    public string Source => Path is null ? $"journal:{Unit}" : $"file:{Path}";
}

/// <summary>A file named by the operator.</summary>
/// <param name="Address">Whose; null where there is one containerd only.</param>
/// <param name="Path">On the host.</param>
internal sealed record LogFileOption(string? Address, string Path);

/// <summary>Finds the logs of a node's containerds.</summary>
internal static class LogTargets
{
    public static IReadOnlyList<LogTarget> Of(IReadOnlyList<ContainerdInstance> instances, IReadOnlyList<LogFileOption> files)
    {
        var targets = instances.Select(instance => Of(instance, files, instances.Count == 1)).OfType<LogTarget>().ToList();

        // Two daemons in one unit write one log, and its lines name neither.
        var shared = targets.GroupBy(target => target.Source, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        return [.. targets.Where(target => !shared.Contains(target.Source))];
    }

    private static LogTarget? Of(ContainerdInstance instance, IReadOnlyList<LogFileOption> files, bool isOnly)
    {
        var key = KnownLayout.SocketKey(instance.Address);
        var file = files.FirstOrDefault(file => file.Address is { } address ? KnownLayout.SocketKey(address) == key : isOnly);
        if (file is not null)
        {
            return new LogTarget(instance.Address, Unit: null, file.Path);
        }

        // k3s and rke2 keep their containerd's output out of the journal (pkg/agent/config of k3s).
        if (instance.Distribution is Distribution.K3s or Distribution.Rke2)
        {
            return new LogTarget(instance.Address, Unit: null, $"{instance.Root}/containerd.log");
        }

        return UnitFiles.UnitOf(instance) is { } unit ? new LogTarget(instance.Address, $"{unit}.service", Path: null) : null;
    }
}
