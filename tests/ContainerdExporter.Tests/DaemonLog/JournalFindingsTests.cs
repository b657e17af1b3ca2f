using ContainerdExporter.Collection;
using ContainerdExporter.DaemonLog;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Tests.Collection;
using ContainerdExporter.Tests.Exposition;

namespace ContainerdExporter.Tests.DaemonLog;

public sealed class JournalFindingsTests
{
    private const string Address = "/run/containerd/containerd.sock";

    private static readonly DateTimeOffset Now = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData((int)LogPattern.Panic, 1, 1)]
    [InlineData((int)LogPattern.DatabasePanic, 1, 1)]
    [InlineData((int)LogPattern.Panic, 11, 0)]
    [InlineData((int)LogPattern.PluginFailed, 1, 0)]
    public void Of_PanicOfLate_IsAFinding(int pattern, int minutesAgo, int expected)
    {
        var findings = JournalFindings.Of(Sample(((LogPattern)pattern, minutesAgo, "panic: x")), Window).ToList();

        Assert.Equal(expected, findings.Count);
        Assert.All(findings, finding => Assert.Equal(("ContainerdPanicked", Address, Severity.Warning, Cause.Liveness), (finding.Alert, finding.Address, finding.Severity, finding.Cause)));
    }

    [Fact]
    public void Evidence_LinesOfTheSameThing_AreAddedToTheFindingsOfTheirAddress()
    {
        var snapshot = Snapshot(Sample(
            (LogPattern.DatabaseInvalid, 30, "one"), (LogPattern.DatabasePanic, 20, "two"), (LogPattern.DatabasePanic, 5, "four"), (LogPattern.IoError, 10, "three"), (LogPattern.NoSpace, 1, "other")));
        Finding[] findings = [Finding("ContainerdMetadataCorrupt", Address), Finding("ContainerdMetadataCorrupt", "/run/other.sock"), Finding("ContainerdOomKilled", null), Finding("ContainerdShimOrphaned", Address)];

        var told = LogEvidence.Of(findings, snapshot).ToList();

        Assert.Equal(
            ["seen: x", "containerd's log, 2026-11-24 00:40:00Z: two", "containerd's log, 2026-11-24 00:50:00Z: three", "containerd's log, 2026-11-24 00:55:00Z: four"],
            told[0].Evidence.Select(each => $"{each.What}: {each.Value}"));
        Assert.Equal(findings[1..], told[1..]);
    }

    [Fact]
    public void Evidence_NoLogThatCanBeRead_ChangesNothing() =>
        Assert.Equal([Finding("ContainerdDown", Address).Alert], LogEvidence.Of([Finding("ContainerdDown", Address)], new NodeSnapshot(Now, [])).Select(finding => finding.Alert));

    [Fact]
    public async Task Metrics_EveryPatternAndLevel_IsThereFromTheStart()
    {
        var lines = await MetricLines.OfAsync(sink => JournalMetrics.Export(Sample((LogPattern.ShimLost, 1, "x")), sink));

        Assert.Equal(LogPatterns.All.Count, lines.Count(line => line.StartsWith("containerd_log_messages_total{", StringComparison.Ordinal)));
        Assert.Contains($"containerd_log_messages_total{{address=\"{Address}\",cause=\"runtime\",pattern=\"shim_lost\"}} 1", lines);
        Assert.Contains($"containerd_log_messages_total{{address=\"{Address}\",cause=\"liveness\",pattern=\"panic\"}} 0", lines);
        Assert.Contains($"containerd_log_lines_total{{address=\"{Address}\",level=\"error\"}} 0", lines);
        Assert.Contains($"containerd_log_skipped_total{{address=\"{Address}\"}} 0", lines);
        Assert.Contains($"containerd_log_lag_seconds{{address=\"{Address}\"}} 0", lines);
    }

    [Fact]
    public async Task Metrics_LogThatCannotBeRead_IsSaidAndNothingElse()
    {
        var sample = Sample((LogPattern.Panic, 1, "x"));
        var blind = sample with { Readings = [sample.Readings[0] with { Status = LogStatus.Denied, Detail = "no" }] };

        Assert.Equal([$"containerd_log_readable{{address=\"{Address}\"}} 0"], await MetricLines.OfAsync(sink => JournalMetrics.Export(blind, sink)));
    }

    [Fact]
    public void Patterns_EveryOne_IsOfACauseAndEvidenceForItsAlerts()
    {
        var alerts = Consistency.Repository.Rules.Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        Assert.All(LogPatterns.All, pattern =>
        {
            Assert.NotEmpty(LogPatterns.AlertsOf(pattern));
            Assert.All(LogPatterns.AlertsOf(pattern), alert => Assert.Contains(alert, alerts));
        });
    }

    private static Finding Finding(string alert, string? address) => new(Cause.Storage, Severity.Critical, alert, address, "Something.", [new Evidence("seen", "x")]);

    private static JournalSample Sample(params (LogPattern Pattern, int MinutesAgo, string Text)[] lines)
    {
        var patterns = lines.GroupBy(line => line.Pattern).ToDictionary(
            group => group.Key,
            group => new PatternTotal(group.Count(), [.. group.Select(line => new KeptLine(Now.AddMinutes(-line.MinutesAgo), line.Text))]));
        var totals = new LogTotals(patterns, new Dictionary<LogSeverity, long>(), Skipped: 0);
        return new JournalSample(Now, [new LogReading(new LogTarget(Address, "containerd.service", null), LogStatus.Reading, null, totals, TimeSpan.Zero)]);
    }

    private static NodeSnapshot Snapshot(JournalSample sample) =>
        new(Now, [new CollectorResult(new StubCollector("journal", _ => Task.FromResult(string.Empty)), CollectorState.Ok, TimeSpan.Zero, sample, null, Now)]);
}
