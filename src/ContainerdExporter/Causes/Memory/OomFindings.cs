using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.Causes.Memory;

/// <summary>Judges the kills of the last minutes by their victim: a workload's is normal life, and no finding.</summary>
internal static class OomFindings
{
    public static IEnumerable<Finding> Of(OomSample sample, TimeSpan window) =>
        sample.Totals.LastKills
            .Where(last => sample.Time - last.Value < window)
            .OrderBy(last => last.Key)
            .Select(last => Judge(last.Key, last.Value, sample.Totals))
            .OfType<Finding>()
            .Concat(Unread(sample, window));

    private static Finding? Judge(OomComponent component, DateTimeOffset time, OomTotals totals) => component switch
    {
        OomComponent.Containerd or OomComponent.Dockerd or OomComponent.Kubelet =>
            Finding(Severity.Critical, "ContainerdOomKilled", $"The kernel has OOM-killed {component.ToLabel()}.", component, time, totals),
        OomComponent.Shim =>
            Finding(Severity.Warning, "ContainerdRuntimeOomKilled", "The kernel has OOM-killed a shim; its containers are dead or unmanaged.", component, time, totals),
        OomComponent.Runc =>
            Finding(Severity.Warning, "ContainerdRuntimeOomKilled", "The kernel has OOM-killed an OCI runtime at work.", component, time, totals),
        _ => null,
    };

    private static Finding Finding(Severity severity, string alert, string summary, OomComponent component, DateTimeOffset time, OomTotals totals) => new(
        Cause.Memory,
        severity,
        alert,
        Address: null,
        summary,
        [
            new Evidence("last kill", time.ToString("yyyy-MM-dd HH:mm:ss'Z'")),
            new Evidence("kills in this boot, node out of memory", $"{totals.KillsOf(component, OomScope.Global)}"),
            new Evidence("kills in this boot, cgroup at its limit", $"{totals.KillsOf(component, OomScope.Cgroup)}"),
        ])
    { Subject = component.ToLabel(), Happened = time };

    private static IEnumerable<Finding> Unread(OomSample sample, TimeSpan window)
    {
        if (sample.Time - sample.Log.LastLoss < window || sample.Time - sample.Totals.LastUnrecognized < window)
        {
            yield return new Finding(
                Cause.Exporter,
                Severity.Warning,
                "ContainerdKernelLogLost",
                Address: null,
                "Part of the kernel log was not read or not understood; OOM kills and storage errors in it are not counted.",
                [
                    new Evidence("records read in this boot", $"{sample.Log.Records}"),
                    new Evidence("records lost", $"{sample.Log.Lost}"),
                    new Evidence("OOM records not understood", $"{sample.Totals.Unrecognized}"),
                ]);
        }
    }
}
