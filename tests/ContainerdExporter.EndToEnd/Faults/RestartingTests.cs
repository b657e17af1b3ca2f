using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>Something restarts containerd again and again, and it answers each time.</summary>
public sealed class RestartingTests(AlertingChain alerting)
{
    private const string Alert = "ContainerdRestarting";

    private static readonly TimeSpan Window = Scale.Down(TimeSpan.FromMinutes(20));

    private static readonly IReadOnlyList<Promise> Confirmed = [new("four starts or more", @"^([4-9]|\d{2,})$")];

    private static readonly IReadOnlyList<Promise> Verified = [new("Expect a `Server:` block", "^Server:$")];

    [Fact]
    public async Task Daemon_RestartedAgainAndAgain_IsAPageUntilItStays()
    {
        await using var watched = await WatchedNode.StartAsync(alerting, DataDisk.MountMemoryAsync, _ => Task.CompletedTask);
        await watched.TellAsync(() => RunAsync(watched));
    }

    private static async Task RunAsync(WatchedNode watched)
    {
        var node = watched.Node;
        await using (var before = await RunbookReader.OpenAsync(node, Alert))
        {
            await before.AssertConfirmsNothingAsync(Confirmed);
        }

        for (var restart = 1; restart <= 5; restart++)
        {
            Assert.Equal(restart == 5 ? 1 : 0, (await Findings.OfAsync(node)).All.Count);
            await node.Containerd.RestartAsync();
            await Task.Delay(2 * Scale.ScrapeInterval, TestContext.Current.CancellationToken); // Prometheus has seen this one.
        }

        var finding = Assert.Single((await Findings.OfAsync(node)).All);
        Assert.Equal((Alert, "liveness", "critical"), (finding.Alert, finding.Cause, finding.Severity));
        Assert.Contains("restarted 5 times", finding.Summary, StringComparison.Ordinal);
        await watched.AwaitAsync(Alert, "firing", Scale.ToFire);
        Assert.Equal(("pager", "liveness"), (watched.Notifications[0].Receiver, watched.Notifications[0].Labels["cause"]));
        var page = await HttpProbe.Client.GetStringAsync(new Uri(watched.Notifications[0].Annotations["runbook_url"]));
        Assert.Contains("restarted 5 times", page, StringComparison.Ordinal);
        (await DoctorVisit.AskAsync(node)).AssertNames(Alert, "liveness", "critical", ["restarted 5 times"]);

        await using var reader = await RunbookReader.OpenAsync(node, Alert);
        await reader.AssertConfirmsAsync(Confirmed);
        await reader.AssertVerifiesAsync(Verified);
        await watched.AwaitAsync(Alert, "resolved", Window + Scale.ToResolve);
        Assert.Empty((await Findings.OfAsync(node)).All);
        (await DoctorVisit.AskAsync(node)).AssertClean();
        Assert.All(watched.Notifications, each => Assert.Equal(Alert, each.Alert));
    }
}
