using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>The exporter itself is gone. No page of it can be opened then, and no scrape tells: its runbook is read elsewhere.</summary>
public sealed class ExporterDownTests(AlertingChain alerting)
{
    private const string Alert = "ContainerdExporterDown";

    private static readonly IReadOnlyList<Promise> Confirmed = [new("\"Connection refused\"", "(Connection refused|Could not connect to server|Failed to connect)"), new("Bad:", "^rc 7$"), new("a code other than 200", "^000 ")];

    private static readonly IReadOnlyList<Promise> Verified = [new("Expect dozens of lines", @"^\d{2,}$")];

    [Fact]
    public async Task Exporter_Ended_IsATicketUntilItIsStartedAgain()
    {
        await using var watched = await WatchedNode.StartAsync(alerting, DataDisk.MountMemoryAsync, _ => Task.CompletedTask);
        await watched.TellAsync(() => RunAsync(watched));
    }

    private static async Task RunAsync(WatchedNode watched)
    {
        var node = watched.Node;
        await using var reader = await RunbookReader.OpenAsync(node, Alert);
        await reader.AssertConfirmsNothingAsync(Confirmed);
        await node.Exporter.Process.EndAsync("KILL");
        await watched.AwaitAsync(Alert, "firing", Scale.ToFire);
        Assert.Equal("tickets", watched.Notifications[0].Receiver);
        await reader.AssertConfirmsAsync(Confirmed);
        await reader.AssertDoesNotVerifyAsync(Verified);

        await reader.FixAsync(1, part: 0);
        await watched.AwaitAsync(Alert, "resolved", Scale.ToResolve);
        await reader.AssertVerifiesAsync(Verified);
        Assert.All(watched.Notifications, each => Assert.Equal(Alert, each.Alert));
    }
}
