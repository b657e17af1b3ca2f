using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Knowledge;
using ContainerdExporter.Web.Pages;

namespace ContainerdExporter.Tests.Web;

public sealed class RunbookPagesTests
{
    private static readonly NodeDiagnosis Healthy = NodeDiagnosis.Of(new NodeSnapshot(DateTimeOffset.UnixEpoch, []));

    public static TheoryData<string> Alerts => [.. Runbooks.Load().All.Select(runbook => runbook.Alert)];

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Render_EveryAlert_ShowsEachOfItsRules(string alert)
    {
        var page = RunbookPages.Render(Runbooks.Load().Find(alert)!, Healthy, panel: null);
        var rules = AlertRules.Find(alert);

        Assert.NotEmpty(rules);
        Assert.All(rules, rule => Assert.Contains($"with severity {rule.Severity}.", page, StringComparison.Ordinal));
        Assert.DoesNotContain("Grafana</a>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_HostilePanelUrl_StaysInItsAttribute() =>
        Assert.Contains(
            "<a href=\"https://g/?a&quot;&gt;&lt;script&gt;\">",
            RunbookPages.Render(Runbooks.Load().All[0], Healthy, "https://g/?a\"><script>"),
            StringComparison.Ordinal);
}
