using System.Net;
using System.Text.RegularExpressions;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Dashboards;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>
/// One real fault on a healthy node, from its injection to the all-clear. A derived class says how the fault is made and repaired,
/// and what must be seen of it.
/// </summary>
public abstract partial class FaultTest(AlertingChain alerting)
{
    private RunbookReader? reader;

    /// <summary>The one alert that may reach anybody.</summary>
    protected abstract string Alert { get; }

    /// <summary>The cause that the alert names.</summary>
    protected abstract string Cause { get; }

    /// <summary>Who is notified: a page by default.</summary>
    protected virtual string Receiver => "pager";

    /// <summary>How bad the exporter calls it, which may be less than the alert that watches it for hours.</summary>
    protected virtual string Severity => Receiver == "pager" ? "critical" : "warning";

    /// <summary>From the fault to its notification at most.</summary>
    protected virtual TimeSpan ToFire => Scale.ToFire;

    /// <summary>Samples of the next scrape, as <c>name{label="value"} 1</c>; further labels do not matter.</summary>
    protected abstract IReadOnlyList<string> Symptoms { get; }

    /// <summary>Words in the live part of the runbook.</summary>
    protected abstract IReadOnlyList<string> Evidence { get; }

    /// <summary>What the runbook promises of its looks on the sick node, and what a healthy one must not show.</summary>
    protected abstract IReadOnlyList<Promise> Confirmed { get; }

    /// <summary>What the runbook promises of its Verify after the repair; the sick node must not show all of it.</summary>
    protected abstract IReadOnlyList<Promise> Verified { get; }

    /// <summary>What the runbook leaves to its reader to fill in, and what the reader puts there.</summary>
    protected IDictionary<string, string> Blanks { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A label, and its values of which each must be notified about: where one page tells of several faults.</summary>
    protected virtual (string Label, IReadOnlyList<string> Values) Parts => ("alertname", [Alert]);

    /// <summary>Words of the doctor's report: what one look can tell, as everything unless said otherwise.</summary>
    protected virtual IReadOnlyList<string> DoctorSays => Evidence;

    /// <summary>What the exporter needs to be told to see it; the doctor is told the same.</summary>
    protected virtual IReadOnlyList<string> ExporterFlags => [];

    /// <summary>Whether it is over, and the alert a memory of it: the node passes Verify at once.</summary>
    protected virtual bool IsOver => false;

    /// <summary>Makes the disk for containerd's root.</summary>
    protected virtual Task MountRootAsync(TestNode node) => DataDisk.MountMemoryAsync(node);

    /// <summary>Changes the bare node before it is started.</summary>
    protected virtual Task PrepareAsync(TestNode node) => Task.CompletedTask;

    /// <summary>Fills in what a reader knows of the healthy node.</summary>
    protected virtual Task FillInAsync(TestNode node) => Task.CompletedTask;

    /// <summary>Returns when the fault is there.</summary>
    protected abstract Task InjectAsync(TestNode node);

    /// <summary>What the runbook tells an operator to do.</summary>
    protected abstract Task RepairAsync(TestNode node);

    /// <summary>A step of the runbook's Fix, as it stands there; see <see cref="RunbookReader.FixAsync"/>.</summary>
    protected async Task FixAsync(TestNode node, int number, string? of = null, int? part = null, bool isToSucceed = true)
    {
        await reader!.FixAsync(number, of, part, isToSucceed);
        node.Containerd.Rejoin();
    }

    /// <summary>What must be ended before the node is.</summary>
    protected virtual Task LeaveAsync(TestNode node) => Task.CompletedTask;

    [Fact]
    public async Task Fault_OnHealthyNode_ReachesItsReceiverAloneAndClearsAfterRepair()
    {
        await using var watched = await WatchedNode.StartAsync(alerting, MountRootAsync, PrepareAsync, ExporterFlags);
        await watched.TellAsync(() => RunAsync(watched));
        await LeaveAsync(watched.Node);
    }

    /// <summary>What the reader types besides, such as a variable's new value.</summary>
    protected Task TypeAsync(string script) => reader!.TypeAsync(script);

    private async Task RunAsync(WatchedNode watched)
    {
        var node = watched.Node;
        AssertNothingFound(await Findings.OfAsync(node));
        await FillInAsync(node);
        await using (var before = await RunbookReader.OpenAsync(node, Alert, Blanks))
        {
            await before.AssertConfirmsNothingAsync(Confirmed);
        }

        var healthy = (await node.Exporter.ScrapeAnewAsync()).Health();
        AssertNothingFound(await Findings.OfAsync(node));

        await InjectAsync(node);
        var scrape = await node.Exporter.ScrapeAnewAsync();
        Assert.All(Symptoms, symptom => Assert.True(scrape.Has(Expected.Parse(symptom)), $"the scrape after the fault lacks {symptom}"));
        var findings = await Findings.OfAsync(node);
        Assert.True(findings.All.Any(finding => finding.Alert == Alert && finding.Cause == Cause), $"no finding for {Alert} among\n{findings}");

        await using var opened = reader = await RunbookReader.OpenAsync(node, Alert, Blanks);
        var confirmed = ReadOnSickNodeAsync();
        await AwaitAsync(watched, "firing", ToFire);
        var visit = DoctorVisit.AskAsync(node, ExporterFlags);
        var notification = watched.Notifications.First(each => each.Alert == Alert);
        Assert.Equal(Receiver, notification.Receiver);
        Assert.Equal(Cause, notification.Labels["cause"]);
        await AssertRunbookShowsEvidenceAsync(notification);
        await DashboardAssert.ShowAsync(alerting.Prometheus, node, Alert, Cause);
        (await visit).AssertNames(Alert, Cause, Severity, DoctorSays);

        await confirmed;
        await RepairAsync(node);
        var difference = string.Empty;
        await Eventually.HoldsAsync("every series is as before the fault", Scale.ToResolve, async () =>
            (difference = Scrape.Difference(healthy, (await node.Exporter.ScrapeAsync()).Health())).Length == 0, () => difference);
        await reader.AssertVerifiesAsync(Verified);
        await AwaitAsync(watched, "resolved", Scale.ToResolve);
        AssertNothingFound(await Findings.OfAsync(node));

        var aftermath = Task.Delay(Scale.Aftermath, TestContext.Current.CancellationToken);
        (await DoctorVisit.AskAsync(node, ExporterFlags)).AssertClean();
        await aftermath;
        Assert.All(watched.Notifications, each => Assert.True(each.Alert == Alert, $"besides {Alert} this was notified: {each}"));
        Assert.Equal("resolved", watched.Notifications[^1].Status);
    }

    private Task AwaitAsync(WatchedNode watched, string status, TimeSpan within) =>
        Task.WhenAll(Parts.Values.Select(part => watched.AwaitAsync(Alert, status, within, (Parts.Label, part))));

    private async Task ReadOnSickNodeAsync()
    {
        await reader!.AssertConfirmsAsync(Confirmed);
        await (IsOver ? reader.AssertVerifiesAsync(Verified) : reader.AssertDoesNotVerifyAsync(Verified));
    }

    private async Task AssertRunbookShowsEvidenceAsync(Notification notification)
    {
        var url = notification.Annotations["runbook_url"];
        Assert.EndsWith($"/runbooks/{Alert}", url, StringComparison.Ordinal);
        using var response = await HttpProbe.Client.GetAsync(new Uri(url));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        var page = await response.Content.ReadAsStringAsync();
        var live = WebUtility.HtmlDecode(LivePart().Match(page).Value);
        Assert.All(Evidence, words => Assert.Contains(words, live, StringComparison.Ordinal));
        Assert.Contains($"<h1>{Alert}</h1>", AnyAttribute().Replace(page, "<h1>"), StringComparison.Ordinal);
    }

    private static void AssertNothingFound(Findings findings) =>
        Assert.True(findings.All.Count == 0, $"found on a healthy node:\n{findings}");

    [GeneratedRegex("""<section class="live">.*?<article>""", RegexOptions.Singleline)]
    private static partial Regex LivePart();

    [GeneratedRegex("<h1[^>]*>")]
    private static partial Regex AnyAttribute();
}
