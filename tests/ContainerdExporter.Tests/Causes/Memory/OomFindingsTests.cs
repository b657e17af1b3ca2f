using ContainerdExporter.Causes.Memory;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Linux.KernelLog;
using ContainerdExporter.Tests.Exposition;

namespace ContainerdExporter.Tests.Causes.Memory;

public sealed class OomFindingsTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("containerd", "ContainerdOomKilled", "critical")]
    [InlineData("dockerd", "ContainerdOomKilled", "critical")]
    [InlineData("kubelet", "ContainerdOomKilled", "critical")]
    [InlineData("shim", "ContainerdRuntimeOomKilled", "warning")]
    [InlineData("runc", "ContainerdRuntimeOomKilled", "warning")]
    [InlineData("workload", null, null)]
    [InlineData("other", null, null)]
    public void Of_FreshKill_IsJudgedByItsVictim(string component, string? alert, string? severity)
    {
        var totals = OomTotals.None.With(Component(component), OomScope.Global, Now - TimeSpan.FromMinutes(14));
        var finding = OomFindings.Of(Sample(totals), Window).SingleOrDefault();
        Assert.Equal((alert, severity), (finding?.Alert, finding?.Severity.ToLabel()));
    }

    [Fact]
    public void Of_KillOfLongAgo_IsNoFinding() =>
        Assert.Empty(OomFindings.Of(Sample(OomTotals.None.With(OomComponent.Containerd, OomScope.Global, Now - TimeSpan.FromMinutes(15))), Window));

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(14, null, true)]
    [InlineData(null, 14, true)]
    [InlineData(15, 16, false)]
    public void Of_RecordsNotReadOrNotUnderstood_IsAFindingForAWhile(int? minutesSinceLoss, int? minutesSinceUnknown, bool isFound)
    {
        var totals = OomTotals.None with { Unrecognized = 3, LastUnrecognized = Now - Minutes(minutesSinceUnknown) };
        var sample = Sample(totals, lost: 3);
        sample = sample with { Log = sample.Log with { LastLoss = Now - Minutes(minutesSinceLoss) } };
        Assert.Equal(isFound, OomFindings.Of(sample, Window).Any(finding => finding is { Alert: "ContainerdKernelLogLost", Cause: Cause.Exporter, Severity: Severity.Warning }));
    }

    [Fact]
    public async Task Export_NoKills_EveryCounterIsZeroAndNoTimeIsGiven()
    {
        var lines = await MetricLines.OfAsync(sink => OomMetrics.Export(Sample(OomTotals.None), sink));
        Assert.Equal(14, lines.Count(line => line.StartsWith("containerd_oom_kills_total{", StringComparison.Ordinal) && line.EndsWith(" 0", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.StartsWith("containerd_oom_last_kill", StringComparison.Ordinal));
        Assert.Equal(17, lines.Count);
    }

    [Fact]
    public async Task Export_Kills_AreCountedByVictimAndScope()
    {
        var totals = OomTotals.None
            .With(OomComponent.Shim, OomScope.Cgroup, Now)
            .With(OomComponent.Shim, OomScope.Cgroup, Now)
            .With(OomComponent.Shim, OomScope.Global, Now);
        var lines = await MetricLines.OfAsync(sink => OomMetrics.Export(Sample(totals, lost: 5), sink));
        Assert.Contains("containerd_oom_kills_total{component=\"shim\",scope=\"cgroup\"} 2", lines);
        Assert.Contains("containerd_oom_kills_total{component=\"shim\",scope=\"global\"} 1", lines);
        Assert.Contains("containerd_oom_last_kill_timestamp_seconds{component=\"shim\"} 1777896000", lines);
        Assert.Contains("containerd_kernel_log_lost_records_total 5", lines);
        Assert.Contains("containerd_kernel_log_records_total 100", lines);
    }

    private static TimeSpan? Minutes(int? minutes) => minutes is { } known ? TimeSpan.FromMinutes(known) : null;

    private static OomComponent Component(string label) => Enum.GetValues<OomComponent>().Single(component => component.ToLabel() == label);

    private static OomSample Sample(OomTotals totals, long lost = 0) => new(Now, totals, new KernelLogHealth(KernelLogStatus.Reading, null, 100, lost));
}
