using ContainerdExporter.Causes.Runtime.Canary;
using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.Tests.Causes.Runtime.Canary;

public sealed class CanaryFindingsTests
{
    private static readonly CanaryResult Healthy = CanarySamples.Healthy;

    [Fact]
    public void Of_Success_FindsNothing() => Assert.Empty(CanaryFindings.Of(new CanarySample([Healthy])));

    [Theory]
    [InlineData(0, "create", "cannot be created")]
    [InlineData(1, "start", "can be created, but not started")]
    [InlineData(2, "exit", "starts, but does not end as it should")]
    [InlineData(3, "delete", "runs, but cannot be deleted")]
    public void Of_Failure_NamesTheStageAndContainerdsWords(int completed, string stage, string words)
    {
        var finding = Judge(CanarySamples.FailedAfter(completed, "Unknown: it broke"));

        Assert.Equal("ContainerdCannotRunContainers", finding.Alert);
        Assert.Equal(Cause.Runtime, finding.Cause);
        Assert.Equal(Severity.Critical, finding.Severity);
        Assert.Equal($"A container of runtime handler runc {words}.", finding.Summary);
        Assert.Equal(
            [
                new Evidence("failed stage", stage),
                new Evidence("containerd's words", "Unknown: it broke"),
                new Evidence("last tried", "2026-01-02 03:04:05 UTC, 2 times in a row"),
                new Evidence("last success", "none since the exporter started"),
            ],
            finding.Evidence);
    }

    [Fact]
    public void Of_OtherHandler_OnlyWarns() =>
        Assert.Equal(Severity.Warning, Judge(CanarySamples.FailedAfter(0, "no") with { IsDefault = false }).Severity);

    [Fact]
    public void Of_StrangersText_IsOneBoundedLine()
    {
        var finding = Judge(CanarySamples.FailedAfter(0, $"\u001b[31m\r\n{new string('x', 10_000)}") with { Handler = new string('h', 500) });

        Assert.All(finding.Evidence, evidence => Assert.InRange(evidence.Value.Length, 1, 401));
        Assert.DoesNotContain(finding.Evidence[1].Value, char.IsControl);
        Assert.InRange(finding.Summary.Length, 1, 200);
    }

    private static Finding Judge(CanaryResult result) => Assert.Single(CanaryFindings.Of(new CanarySample([Healthy with { Handler = "other" }, result])));
}
