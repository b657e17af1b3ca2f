namespace ContainerdExporter.Linux.KernelLog;

/// <summary>Keeps the reader's state over a restart of the exporter. Neither call throws, and neither takes long.</summary>
internal interface IKernelLogStateStore
{
    /// <summary>The state of this boot; null when there is none that can be trusted.</summary>
    KernelLogState? Load();

    /// <summary>Saves what was counted in this boot; false when that failed, or has not ended yet.</summary>
    bool TrySave(ulong sequence, long records, long lost, Dictionary<string, Dictionary<string, long>> totals);
}
