using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Hosting;
using ContainerdExporter.Knowledge;
using ContainerdExporter.Tests.Collection;

namespace ContainerdExporter.Tests.Hosting;

public sealed class DoctorReportTests
{
    private static readonly Runbooks Books = new([new Runbook("TestAlert", "# TestAlert\n\n## Fix\n\n1. **safe** · Do it.\n\n## Verify\n\nlook\n")]);

    [Fact]
    public void Render_Finding_ShowsEvidenceAndTheRunbooksFix()
    {
        var report = new DoctorReport(Books, colour: false).Render(Diagnosis(Severity.Critical, "it broke"));
        Assert.Contains("critical TestAlert /run/a.sock", report, StringComparison.Ordinal);
        Assert.Contains("    seen: it broke", report, StringComparison.Ordinal);
        Assert.Contains("    1. safe · Do it.", report, StringComparison.Ordinal);
        Assert.DoesNotContain("look", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_HostileEvidence_KeepsItsLineAndMovesNoCursor()
    {
        var report = new DoctorReport(Books, colour: false).Render(Diagnosis(Severity.Critical, "a\nforged\u001b[2J\u0007"));
        Assert.DoesNotContain('\u001b', report);
        Assert.DoesNotContain(report.Split('\n'), line => line.StartsWith("forged", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Render_Colour_OnlyWhenAsked(bool colour, bool escapes) =>
        Assert.Equal(escapes, new DoctorReport(Books, colour).Render(Diagnosis(Severity.Critical, "x")).Contains('\u001b', StringComparison.Ordinal));

    [Theory]
    [InlineData("Critical", 2)]
    [InlineData("Warning", 1)]
    [InlineData("Info", 0)]
    public void ExitCode_Findings_IsTheWorst(string severity, int code) =>
        Assert.Equal(code, DoctorReport.ExitCode(Diagnosis(Enum.Parse<Severity>(severity), "x")));

    [Fact]
    public void ExitCode_NothingFoundByACollectorThatCouldNotLook_IsThree()
    {
        var blind = new CollectorResult(new StubCollector("stub", _ => Task.FromResult("")), CollectorState.Denied, TimeSpan.Zero, null, "no permission", null);
        Assert.Equal(3, DoctorReport.ExitCode(NodeDiagnosis.Of(new NodeSnapshot(DateTimeOffset.UnixEpoch, [blind]))));
    }

    [Fact]
    public void ExitCode_Nothing_IsZero() =>
        Assert.Equal(0, DoctorReport.ExitCode(NodeDiagnosis.Of(new NodeSnapshot(DateTimeOffset.UnixEpoch, []))));

    private static NodeDiagnosis Diagnosis(Severity severity, string seen)
    {
        var finding = new Finding(Cause.Disk, severity, "TestAlert", "/run/a.sock", "Broken.", [new Evidence("seen", seen)]);
        return new NodeDiagnosis(new NodeSnapshot(DateTimeOffset.UnixEpoch, []), [finding], [new CauseState(Cause.Disk, severity, IsWatched: true, [])]);
    }
}
