using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Storage.KernelErrors;

/// <summary>The metric families of the storage errors in the kernel's log.</summary>
internal static class KernelErrorsMetrics
{
    private const string Other = "other";

    private static readonly MetricFamily Errors = MetricFamily.Counter(
        "containerd_storage_errors_total",
        "Storage errors that the kernel has logged since boot, for the devices under containerd's root and state; all others are other. The kernel leaves out repeats, so an outage is more errors than are counted.",
        "device",
        "kind");

    private static readonly MetricFamily HungTasks = MetricFamily.Counter(
        "containerd_hung_tasks_total", "Tasks that the kernel has found hanging in an uninterruptible wait for minutes, since boot: most wait for storage.", "component");

    public static readonly IReadOnlyList<MetricFamily> Families = [Errors, HungTasks];

    public static void Export(KernelErrorsSample sample, MetricSink sink)
    {
        foreach (var kind in Enum.GetValues<KernelErrorKind>())
        {
            foreach (var device in sample.Carriers.Keys)
            {
                sink.Set(Errors, sample.Totals.ErrorsOf(device, kind), device, kind.ToLabel());
            }

            var others = sample.Totals.Errors.Where(each => each.Key.Kind == kind && !sample.Carriers.ContainsKey(each.Key.Device)).Sum(each => each.Value);
            sink.Set(Errors, others, Other, kind.ToLabel());
        }

        foreach (var component in Enum.GetValues<HungComponent>())
        {
            sink.Set(HungTasks, sample.Totals.HungTasks.GetValueOrDefault(component), component.ToLabel());
        }
    }
}
