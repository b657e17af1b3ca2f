using ContainerdExporter.Linux;

namespace ContainerdExporter.Liveness;

/// <summary>The restarts of this boot, kept over those of the exporter.</summary>
internal sealed class RestartStateFile(HostPaths host, string? directory, bool isReadOnly, IsolatedCalls calls, ILogger logger)
{
    private const int InstanceLimit = 64;

    private readonly string bootId = BootClock.ReadId(host);

    private readonly StateFile<RestartState> file = new(directory is null ? null : $"{directory}/restarts.json", RestartStateJson.Default.RestartState, calls, logger) { IsReadOnly = isReadOnly };

    /// <summary>By the instance's address; empty when there are none of this boot that can be trusted.</summary>
    public IReadOnlyDictionary<string, SavedRestarts> Load() =>
        bootId.Length > 0 && file.Load() is { } state && state.BootId == bootId && IsPlausible(state) ? state.Instances : new Dictionary<string, SavedRestarts>(StringComparer.Ordinal);

    /// <summary>False when that failed, or nothing is kept.</summary>
    public bool TrySave(IEnumerable<KeyValuePair<string, SavedRestarts>> instances) =>
        bootId.Length > 0 &&
        file.TrySave(new RestartState { BootId = bootId, Instances = instances.TakeLast(InstanceLimit).ToDictionary(StringComparer.Ordinal) });

    private static bool IsPlausible(RestartState state) =>
        state is { Instances: not null } && state.Instances.Values.All(each => each is { Total: >= 0, Recent: not null } && each.Recent.Count <= each.Total);
}
