using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Runtime.Processes;

/// <summary>The metric families of the runtime processes.</summary>
internal static class RuntimeProcessMetrics
{
    private static readonly MetricFamily Count = MetricFamily.Gauge(
        "containerd_runtime_processes", "OCI runtime processes of this node, by runtime, command and process state.", "runtime", "command", "state");

    private static readonly MetricFamily OldestAge = MetricFamily.Gauge(
        "containerd_runtime_oldest_process_age_seconds", "Age of the oldest OCI runtime process with the command; init, exec and run may be old on a healthy node.", "runtime", "command");

    private static readonly MetricFamily Stuck = MetricFamily.Gauge(
        "containerd_runtime_stuck_processes", "OCI runtime processes that are stuck, and why; an init that waits for start is not.", "runtime", "command", "reason");

    public static readonly IReadOnlyList<MetricFamily> Families = [Count, OldestAge, Stuck];

    public static void Export(RuntimeProcessSample sample, MetricSink sink)
    {
        ExportStuck(sample, sink);
        foreach (var group in sample.Processes.GroupBy(each => (each.Process.Runtime, each.Process.Command.Command)))
        {
            var command = group.Key.Command.ToLabel();
            sink.Set(OldestAge, group.Max(each => each.Process.Age).TotalSeconds, group.Key.Runtime, command);
            foreach (var state in group.CountBy(each => each.Process.State))
            {
                sink.Set(Count, state.Value, group.Key.Runtime, command, state.Key.ToLabel());
            }
        }
    }

    /// <summary>runc is always there with zeros, so that "none is stuck" can be told from "not known"; other runtimes when they run.</summary>
    private static void ExportStuck(RuntimeProcessSample sample, MetricSink sink)
    {
        var stuck = sample.Processes
            .Where(each => each.Stuck is not null)
            .CountBy(each => (each.Process.Runtime, each.Process.Command.Command, each.Stuck))
            .ToDictionary();
        foreach (var runtime in sample.Processes.Select(each => each.Process.Runtime).Append("runc").Distinct(StringComparer.Ordinal))
        {
            foreach (var command in Enum.GetValues<RuntimeCommand>())
            {
                foreach (var reason in Enum.GetValues<StuckReason>())
                {
                    sink.Set(Stuck, stuck.GetValueOrDefault((runtime, command, reason)), runtime, command.ToLabel(), reason.ToLabel());
                }
            }
        }
    }
}
