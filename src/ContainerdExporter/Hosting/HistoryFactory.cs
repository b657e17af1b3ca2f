using ContainerdExporter.Diagnosis;
using ContainerdExporter.Diagnosis.Timeline;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Hosting;

/// <summary>The memory of earlier looks, and the work that keeps it.</summary>
internal sealed record NodeHistory(FindingHistory Findings, HistoryWork Work);

/// <summary>Brings back what an earlier exporter remembered.</summary>
internal static class HistoryFactory
{
    /// <param name="options">Where it is kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when it cannot be kept.</param>
    public static NodeHistory Create(ExporterOptions options, TimeProvider time, ILogger logger)
    {
        var host = new HostPaths(options.RootFs, options.ProcFs);
        var path = options.StateDirectory is { } directory ? $"{directory}/history.json" : null;
        var file = new StateFile<HistoryState>(path, HistoryStateJson.Default.HistoryState, new IsolatedCalls(time), logger);
        var earlier = file.Load();
        var findings = new FindingHistory(time, ReadBoot(host, time), earlier is { } state && IsPlausible(state) ? state : null);
        return new NodeHistory(findings, new HistoryWork(findings, file, time));
    }

    /// <summary>Null where there is no /proc of a Linux node: whoever needs it more says so.</summary>
    private static BootIdentity? ReadBoot(HostPaths host, TimeProvider time)
    {
        try
        {
            return BootClock.ReadId(host) is { Length: > 0 } id ? new BootIdentity(id, new BootClock(host, time).Read().BootTime) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The file may be anybody's, or of a later version: what is used below must be there.</summary>
    private static bool IsPlausible(HistoryState state) =>
        state is { BootId: not null, Sources: not null, Landmarks: not null, Changes: not null } &&
        state.Sources.Values.All(source => source?.Open is not null && source.Open.All(trouble => trouble is { Alert: not null, Cause: not null, Severity: not null })) &&
        state.Sources.Values.All(source => source.Open.DistinctBy(trouble => trouble.Key).Count() == source.Open.Count) &&
        state.Changes.All(change => change is { Cause: not null, What: not null, Evidence: not null } && change.Evidence.All(evidence => evidence is { What: not null, Value: not null }));
}
