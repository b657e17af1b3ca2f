using ContainerdExporter.Causes.Storage.KernelErrors;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Tests.Exposition;

namespace ContainerdExporter.Tests.Causes.Storage.KernelErrors;

public sealed class KernelErrorsFindingsTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, IReadOnlyList<string>> Carriers = new(StringComparer.Ordinal)
    {
        ["sda"] = ["/var/lib/containerd"],
        ["sda2"] = ["/var/lib/containerd"],
    };

    [Fact]
    public void Of_ErrorOnACarrier_IsCritical()
    {
        var totals = KernelErrorTotals.None.With("sda", KernelErrorKind.Io, Now).With("sda", KernelErrorKind.Medium, Now);
        var finding = Assert.Single(KernelErrorsFindings.Of(new(Now, totals, Carriers), Window));
        Assert.Equal((Cause.Storage, Severity.Critical, "ContainerdStorageErrors"), (finding.Cause, finding.Severity, finding.Alert));
        Assert.Equal("The kernel reports errors of sda, which carries /var/lib/containerd.", finding.Summary);
        Assert.Equal(["last error", "io errors in this boot", "medium errors in this boot"], finding.Evidence.Select(each => each.What));
    }

    [Fact]
    public void Of_ErrorOnAnotherDevice_IsNoFinding() =>
        Assert.Empty(KernelErrorsFindings.Of(new(Now, KernelErrorTotals.None.With("sdb", KernelErrorKind.Io, Now), Carriers), Window));

    [Fact]
    public void Of_ErrorOfLongAgo_IsNoFinding() =>
        Assert.Empty(KernelErrorsFindings.Of(new(Now, KernelErrorTotals.None.With("sda", KernelErrorKind.Io, Now - TimeSpan.FromMinutes(15)), Carriers), Window));

    [Fact]
    public async Task Export_Errors_AreNamedForCarriersAndSummedForAllOthers()
    {
        var totals = KernelErrorTotals.None
            .With("sda", KernelErrorKind.Io, Now)
            .With("sdb", KernelErrorKind.Io, Now)
            .With("sdc", KernelErrorKind.Io, Now)
            .With("sdc", KernelErrorKind.Filesystem, Now)
            .With(HungComponent.Shim);
        var lines = await MetricLines.OfAsync(sink => KernelErrorsMetrics.Export(new(Now, totals, Carriers), sink));
        Assert.Contains("containerd_storage_errors_total{device=\"sda\",kind=\"io\"} 1", lines);
        Assert.Contains("containerd_storage_errors_total{device=\"sda2\",kind=\"io\"} 0", lines);
        Assert.Contains("containerd_storage_errors_total{device=\"other\",kind=\"io\"} 2", lines);
        Assert.Contains("containerd_storage_errors_total{device=\"other\",kind=\"filesystem\"} 1", lines);
        Assert.Contains("containerd_hung_tasks_total{component=\"shim\"} 1", lines);
        Assert.Contains("containerd_hung_tasks_total{component=\"containerd\"} 0", lines);
        Assert.Equal((3 * 4) + 3, lines.Count);
    }
}
