using ContainerdExporter.Linux;

namespace ContainerdExporter.DaemonLog;

/// <summary>Where each log was left, and what was counted until then.</summary>
internal sealed class DaemonLogStateFile(string? directory, bool isReadOnly, IsolatedCalls calls, ILogger logger)
{
    private const int LogLimit = 64;

    private readonly StateFile<DaemonLogState> file = new(directory is null ? null : $"{directory}/journal.json", DaemonLogStateJson.Default.DaemonLogState, calls, logger) { IsReadOnly = isReadOnly };

    /// <summary>Empty when there is none that can be trusted: counting then begins anew.</summary>
    public DaemonLogState Load() =>
        file.Load() is { Logs: not null } state && state.Logs.Values.All(log => log is { IsPlausible: true }) ? state : new DaemonLogState();

    /// <summary>False when that failed, or nothing is kept.</summary>
    public bool TrySave(DaemonLogState state) => file.TrySave(Bounded(state));

    private static DaemonLogState Bounded(DaemonLogState state) =>
        state.Logs.Count <= LogLimit ? state : state with { Logs = state.Logs.TakeLast(LogLimit).ToDictionary(StringComparer.Ordinal) };
}
