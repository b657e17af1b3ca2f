namespace ContainerdExporter.Linux.KernelLog;

/// <summary>The reader's state, kept for the boot that it belongs to.</summary>
internal sealed class KernelLogStateFile(HostPaths host, string? directory, IsolatedCalls calls, ILogger logger, bool isReadOnly = false) : IKernelLogStateStore
{
    private readonly string bootId = BootClock.ReadId(host);

    private readonly StateFile<KernelLogState> file = new(directory is null ? null : $"{directory}/kernel-log.json", KernelLogStateJson.Default.KernelLogState, calls, logger) { IsReadOnly = isReadOnly };

    public KernelLogState? Load() =>
        bootId.Length > 0 && file.Load() is { } state && state.BootId == bootId && IsPlausible(state) ? state : null;

    public bool TrySave(ulong sequence, long records, long lost, Dictionary<string, Dictionary<string, long>> totals) =>
        bootId.Length > 0 &&
        file.TrySave(new KernelLogState { BootId = bootId, Sequence = sequence, Records = records, Lost = lost, Totals = totals });

    private static bool IsPlausible(KernelLogState state) =>
        state is { Records: >= 0, Lost: >= 0, Totals: not null } &&
        state.Totals.Values.All(totals => totals is not null && totals.Values.All(total => total >= 0));
}
