using System.Diagnostics;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Exposition;

/// <summary>
/// The exporter's own process under the names that every Prometheus client uses, and the runtime's garbage collector.
/// prometheus-net's own set reads a file for each thread, at the price of a collector of ours.
/// </summary>
internal static class ProcessMetrics
{
    private static readonly MetricFamily Cpu = MetricFamily.Counter(
        "process_cpu_seconds_total", "User and system CPU time that the exporter has used.");

    private static readonly MetricFamily Resident = MetricFamily.Gauge("process_resident_memory_bytes", "Resident memory of the exporter.");

    private static readonly MetricFamily Virtual = MetricFamily.Gauge("process_virtual_memory_bytes", "Address space of the exporter.");

    private static readonly MetricFamily Descriptors = MetricFamily.Gauge("process_open_fds", "File descriptors that the exporter has open.");

    private static readonly MetricFamily Threads = MetricFamily.Gauge("process_threads", "Threads of the exporter.");

    private static readonly MetricFamily StartTime = MetricFamily.Gauge(
        "process_start_time_seconds", "When the exporter started, in seconds since the epoch.");

    private static readonly MetricFamily Heap = MetricFamily.Gauge("dotnet_total_memory_bytes", "Memory that .NET's heap holds for objects.");

    private static readonly MetricFamily Collections = MetricFamily.Counter(
        "dotnet_collection_count_total", "Garbage collections by the generation they went up to.", "generation");

    private static readonly string[] Generations = ["0", "1", "2"];

    private static readonly DateTimeOffset Started = new(Process.GetCurrentProcess().StartTime);

    public static readonly IReadOnlyList<MetricFamily> Families =
        [Cpu, Resident, Virtual, Descriptors, Threads, StartTime, Heap, Collections];

    public static void Export(OwnProcess process, MetricSink sink)
    {
        sink.Set(Cpu, process.CpuTime.TotalSeconds);
        sink.Set(Resident, process.ResidentBytes);
        sink.Set(Virtual, process.VirtualBytes);
        sink.Set(Descriptors, process.OpenDescriptors);
        sink.Set(Threads, process.Threads);
        sink.Set(StartTime, Started);
        sink.Set(Heap, GC.GetTotalMemory(forceFullCollection: false));
        for (var generation = 0; generation < Generations.Length; generation++)
        {
            sink.Set(Collections, GC.CollectionCount(generation), Generations[generation]);
        }
    }
}
