using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.Causes.Runtime.Shims;

/// <summary>Says which shims manage nothing, and which do not answer.</summary>
internal static class ShimFindings
{
    private const int Limit = 8;
    private const int WordLimit = 128;

    public static IEnumerable<Finding> Of(ShimSample sample) => sample.Instances.SelectMany(Judge);

    private static IEnumerable<Finding> Judge(InstanceShims instance)
    {
        var silent = instance.Shims.Where(shim => shim.State == ShimState.Unresponsive).ToList();
        if (silent.Count > 0)
        {
            yield return Finding(
                instance,
                Severity.Critical,
                "ContainerdShimUnresponsive",
                $"{Count(silent.Count, "shim does", "shims do")} not answer containerd; their containers run, and cannot be stopped or inspected.",
                silent.Select(shim => Describe(shim, Words(shim, instance.Surveyed))));
        }
        else if (instance.Surveyed is { Survey: { State: TaskListState.Timeout } survey })
        {
            yield return Finding(
                instance,
                Severity.Warning,
                "ContainerdShimUnresponsive",
                "containerd does not list its tasks: it asks each shim in turn, and waits 2 s for each that does not answer.",
                [new Evidence("Tasks.List", $"no answer within {survey.Duration.TotalSeconds:0} s")]);
        }

        var orphans = instance.Shims.Where(shim => shim.State == ShimState.Orphaned).ToList();
        if (orphans.Count > 0)
        {
            yield return Finding(
                instance,
                Severity.Warning,
                "ContainerdShimOrphaned",
                $"{Count(orphans.Count, "shim manages", "shims manage")} no container any more.",
                orphans.Select(shim => Describe(shim, Words(instance.Surveyed!.Confirmed.Orphans[shim.Shim.Process.Identity]))));
        }

        if (instance.Surveyed?.Confirmed.Bundles is { Count: > 0 } bundles)
        {
            var lost = Finding(
                instance,
                Severity.Warning,
                "ContainerdShimOrphaned",
                $"{Count(bundles.Count, "container has", "containers have")} a directory and no shim: containerd cannot manage what may still run there.",
                bundles.Take(Limit).Select(bundle => new Evidence($"{Cut(bundle.Namespace)}/{Cut(bundle.Id)}", $"nothing listens on {Cut(bundle.Socket!)}")));
            yield return lost with { Subject = "bundles" };
        }
    }

    private static string Words(JudgedShim shim, SurveyedShims? surveyed) => shim.Shim.IsStopped ? "stopped by a signal"
        : ShimJudge.IsMute(shim.Shim, surveyed) ? "its own socket gave no answer within 2 s, twice"
        : "it gave containerd no answer within 2 s, twice";

    private static string Words(OrphanReason reason) => reason == OrphanReason.Forgotten
        ? "containerd has neither a task nor a directory for it"
        : "its container ended, and nobody deleted the task";

    private static Evidence Describe(JudgedShim shim, string why) => new(
        $"pid {shim.Shim.Process.Pid} ({Cut(shim.Shim.Line.Namespace)}/{Cut(shim.Shim.Line.Id)})",
        $"{why}; state {shim.Shim.Process.State}; age {shim.Age.TotalMinutes:0} min");

    private static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";

    private static string Cut(string text) => text.Length <= WordLimit ? text : $"{text[..WordLimit]}…";

    private static Finding Finding(InstanceShims instance, Severity severity, string alert, string summary, IEnumerable<Evidence> evidence) =>
        new(Cause.Runtime, severity, alert, instance.Address, summary, [.. evidence.Take(Limit)]);
}
