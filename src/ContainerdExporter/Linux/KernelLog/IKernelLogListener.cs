namespace ContainerdExporter.Linux.KernelLog;

/// <summary>
/// Counts something in the kernel's log. All members are called by the reader's thread alone, except what
/// <see cref="Publish"/> makes visible.
/// </summary>
internal interface IKernelLogListener
{
    /// <summary>Names its totals in the state file.</summary>
    string Name { get; }

    /// <summary>False while it holds the first part of something that the next records complete: no moment to save its totals.</summary>
    bool IsSettled { get; }

    /// <summary>Takes a record that the kernel itself wrote, in sequence; true when a total changed.</summary>
    /// <param name="record">The record; its text is gone after the call.</param>
    /// <param name="time">When the kernel wrote it.</param>
    bool Observe(in KernelRecord record, DateTimeOffset time);

    /// <summary>The log has gone quiet: what is still incomplete stays so.</summary>
    void Settle();

    /// <summary>Makes the totals visible to the scrapes.</summary>
    void Publish();

    /// <summary>The totals by name, all of them that are not 0.</summary>
    IReadOnlyDictionary<string, long> Save();

    /// <summary>Starts from saved totals; from zero when there are none. Names that it does not know are left out.</summary>
    void Restore(IReadOnlyDictionary<string, long> totals);
}
