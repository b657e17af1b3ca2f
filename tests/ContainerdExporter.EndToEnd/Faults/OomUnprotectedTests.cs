using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>
/// A containerd with the score of any process. Raising it is always possible; whether it can be lowered again depends on the
/// machine, so the way back is a test of the virtual machine's.
/// </summary>
public sealed class OomUnprotectedTests(AlertingChain alerting)
{
    private const string Alert = "ContainerdOomUnprotected";

    private static readonly IReadOnlyList<Promise> Confirmed = [new("Bad: 0 or above", @"^\d+ containerd 7$")];

    private static readonly IReadOnlyList<Promise> Verified = [new("Expect -999", "^-999$")];

    [Fact]
    public async Task Containerd_WithoutProtection_IsATicket()
    {
        await using var watched = await WatchedNode.StartAsync(alerting, DataDisk.MountMemoryAsync, _ => Task.CompletedTask);
        await watched.TellAsync(async () =>
        {
            var node = watched.Node;
            await using var reader = await RunbookReader.OpenAsync(node, Alert);
            await reader.AssertConfirmsNothingAsync(Confirmed);
            await node.RunAsync("choom", "-n", "7", "-p", $"{node.Containerd.Process.Pid}");
            var scrape = await node.Exporter.ScrapeAnewAsync();
            Assert.Equal(7, scrape.Sum("containerd_oom_score_adj", "component=\"containerd\""));
            Assert.Contains("oom_score_adj is 0 or above", await node.Exporter.GetTextAsync("api/v1/findings"), StringComparison.Ordinal);
            await reader.AssertConfirmsAsync(Confirmed);
            await reader.AssertDoesNotVerifyAsync(Verified);
            await Eventually.HoldsAsync($"{Alert} is notified", Scale.ToFire, () => alerting.Receiver.Of(node).Any(each =>
                each.Alert == Alert && each.Receiver == "tickets" && each.Labels["component"] == "containerd" && each.Annotations["description"].Contains("oom_score_adj of 7", StringComparison.Ordinal)));
        });
    }
}
