using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.Causes.Storage.KernelErrors;

/// <summary>Counts storage errors as the kernel's log is read.</summary>
internal sealed class KernelErrorListener : IKernelLogListener
{
    private KernelErrorTotals totals = KernelErrorTotals.None;
    private volatile KernelErrorTotals published = KernelErrorTotals.None;

    public string Name => "storage";

    /// <summary>Every report is one record.</summary>
    public bool IsSettled => true;

    /// <summary>The totals as of the last record that was saved.</summary>
    public KernelErrorTotals Published => published;

    public bool Observe(in KernelRecord record, DateTimeOffset time)
    {
        if (KernelErrorLine.TryParse(record.Text, out var kind, out var device))
        {
            totals = totals.With(device, kind, time);
            return true;
        }

        if (HungTaskLine.TryParse(record.Text, out var component))
        {
            totals = totals.With(component);
            return true;
        }

        return false;
    }

    public void Settle()
    {
        // Nothing is ever kept.
    }

    public void Publish() => published = totals;

    public IReadOnlyDictionary<string, long> Save()
    {
        var saved = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var ((device, kind), count) in totals.Errors)
        {
            saved[$"errors/{kind.ToLabel()}/{device}"] = count;
        }

        foreach (var (device, time) in totals.LastErrors)
        {
            saved[$"last/{device}"] = time.ToUnixTimeMilliseconds();
        }

        foreach (var (component, count) in totals.HungTasks)
        {
            saved[$"hung/{component.ToLabel()}"] = count;
        }

        return saved;
    }

    public void Restore(IReadOnlyDictionary<string, long> totals)
    {
        var restored = KernelErrorTotals.None;
        foreach (var (key, value) in totals)
        {
            restored = Restore(restored, key.Split('/'), value);
        }

        this.totals = restored;
    }

    private static KernelErrorTotals Restore(KernelErrorTotals totals, string[] key, long value)
    {
        switch (key)
        {
            case ["errors", var label, var device] when totals.Errors.Count < KernelErrorTotals.DeviceLimit * 4:
                foreach (var kind in Enum.GetValues<KernelErrorKind>().Where(kind => kind.ToLabel() == label))
                {
                    totals = totals with { Errors = totals.Errors.SetItem((device, kind), value) };
                }

                return totals;
            case ["last", var device] when totals.LastErrors.Count <= KernelErrorTotals.DeviceLimit && value <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds():
                return totals with { LastErrors = totals.LastErrors.SetItem(device, DateTimeOffset.FromUnixTimeMilliseconds(value)) };
            case ["hung", var label]:
                foreach (var component in Enum.GetValues<HungComponent>().Where(component => component.ToLabel() == label))
                {
                    totals = totals with { HungTasks = totals.HungTasks.SetItem(component, value) };
                }

                return totals;
            default:
                return totals;
        }
    }
}
