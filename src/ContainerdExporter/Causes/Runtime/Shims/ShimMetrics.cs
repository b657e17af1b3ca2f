using ContainerdExporter.Containerd;
using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Runtime.Shims;

/// <summary>The metric families of shims and tasks.</summary>
internal static class ShimMetrics
{
    /// <summary>The tasks of further namespaces are counted as those of <c>other</c>.</summary>
    private const int NamespaceLimit = 20;

    private const string Other = "other";

    private static readonly MetricFamily Shims = MetricFamily.Gauge(
        "containerd_shims", "Shim processes by what they do: attached to a task, orphaned, or not answering.", "address", "state");

    private static readonly MetricFamily Bundles = MetricFamily.Gauge(
        "containerd_bundles_without_shim", "Container directories whose shim does not run, in several looks; absent when they cannot be listed.", "address");

    private static readonly MetricFamily Tasks = MetricFamily.Gauge(
        "containerd_tasks", "Tasks by namespace and status, as the daemon last listed them; absent when it did not.", "address", "namespace", "status");

    private static readonly MetricFamily ListState = MetricFamily.Gauge(
        "containerd_task_list_state", "How the last attempt to list the tasks ended; timeout means that shims did not answer the daemon in time.", "address", "state");

    private static readonly MetricFamily ListDuration = MetricFamily.Gauge(
        "containerd_task_list_duration_seconds", "How long the last attempt to list the tasks took; each hung shim adds two seconds.", "address");

    private static readonly MetricFamily ListTime = MetricFamily.Gauge(
        "containerd_task_list_timestamp_seconds", "When the last attempt to list the tasks ended.", "address");

    public static readonly IReadOnlyList<MetricFamily> Families = [Shims, Bundles, Tasks, ListState, ListDuration, ListTime];

    public static void Export(ShimSample sample, MetricSink sink)
    {
        foreach (var instance in sample.Instances)
        {
            foreach (var state in Enum.GetValues<ShimState>())
            {
                sink.Set(Shims, instance.Shims.Count(shim => shim.State == state), instance.Address, state.ToLabel());
            }

            if (instance.Surveyed is { } surveyed)
            {
                Export(instance.Address, surveyed, sink);
            }
        }
    }

    private static void Export(string address, SurveyedShims surveyed, MetricSink sink)
    {
        var survey = surveyed.Survey;
        sink.SetState(ListState, survey.State, address);
        sink.Set(ListDuration, survey.Duration.TotalSeconds, address);
        sink.Set(ListTime, survey.Time, address);
        if (survey is { Tasks: not null, Bundles: not null })
        {
            sink.Set(Bundles, surveyed.Confirmed.Bundles.Count, address);
        }

        var spaces = survey.Tasks?.Where(task => task.Namespace != OwnNamespace.Name).GroupBy(task => Word(task.Namespace), StringComparer.Ordinal).OrderByDescending(group => group.Count()).ToList() ?? [];
        var named = spaces.Take(NamespaceLimit).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var group in spaces.SelectMany(group => group).GroupBy(task => named.Contains(Word(task.Namespace)) ? Word(task.Namespace) : Other, StringComparer.Ordinal))
        {
            Export(address, group.Key, [.. group], sink);
        }
    }

    private static void Export(string address, string space, IReadOnlyList<ContainerdTask> tasks, MetricSink sink)
    {
        foreach (var status in Enum.GetValues<ContainerdTaskStatus>())
        {
            sink.Set(Tasks, tasks.Count(task => task.Status == status), address, space, status.ToLabel());
        }
    }

    /// <summary>containerd allows letters, digits and -._ in a namespace, at most 76 (pkg/identifiers).</summary>
    private static string Word(string text) =>
        text.Length is > 0 and <= 76 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') ? text : Other;
}
