using System.Net;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Dashboards;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.KernelLog;

/// <summary>
/// What only the kernel tells, on one node: first what is normal life and must reach nobody, then OOM kills of containerd, of a shim
/// and of runc, a disk that fails, and records that were lost, each of which must reach its receiver.
/// </summary>
[Collection(MachineLog.Collection)]
public sealed class KernelEvidenceTests(AlertingChain alerting)
{
    private const long SmallLimit = 16 << 20;

    /// <summary>More records than the kernel's buffer holds.</summary>
    private const int MoreThanTheBuffer = 30_000;

    /// <summary>What the runbook promises of its look at the log.</summary>
    private static readonly IReadOnlyList<Promise> Lost = [new("Bad: one message, hundreds of times", @"^ *[1-9]\d\d containerd-exporter end-to-end test, overrun N$")];

    /// <summary>The alerts to come, and who is to be notified.</summary>
    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["ContainerdOomKilled"] = "pager",
        ["ContainerdRuntimeOomKilled"] = "tickets",
        ["ContainerdStorageErrors"] = "pager",
        ["ContainerdKernelLogLost"] = "tickets",
    };

    [Fact]
    public async Task Kernel_TellsOfKillsErrorsAndLosses_ReachesTheRightReceiversAndClears()
    {
        await using var watched = await WatchedNode.StartAsync(alerting, DataDisk.MountThinDiskAsync, MachineLog.HearAsync);
        await watched.TellAsync(() => RunAsync(watched));
    }

    private async Task RunAsync(WatchedNode watched)
    {
        var node = watched.Node;
        await LiveAsync(watched);

        await using var reader = await RunbookReader.OpenAsync(node, "ContainerdKernelLogLost");
        await node.Exporter.Process.SignalAsync("STOP");
        MachineLog.Write(Enumerable.Range(0, MoreThanTheBuffer).Select(i => $"<6>containerd-exporter end-to-end test, overrun {i}\n"));
        await node.Exporter.Process.SignalAsync("CONT");
        await reader.AssertConfirmsAsync(Lost);

        var group = MemoryGroup.Create(node, "small", SmallLimit);
        await group.KillAsync("containerd-shim");
        await group.KillAsync("runc");
        await KillContainerdAsync(node, group);
        await DataDisk.ExhaustPoolAsync(node);

        var scrape = await node.Exporter.ScrapeAnewAsync();
        AssertCounted(scrape, "containerd", "shim", "runc");
        Assert.True(scrape.Sum("containerd_kernel_log_lost_records_total") > 0, "no record was lost");
        foreach (var kind in new[] { "io", "filesystem" })
        {
            Assert.True(scrape.Sum("containerd_storage_errors_total", "device=\"loop", $"kind=\"{kind}\"") > 0, $"no {kind} error of containerd's disk");
        }

        var findings = await Findings.OfAsync(node);
        Assert.All(Expected.Keys, alert => Assert.True(findings.All.Any(finding => finding.Alert == alert), $"no finding for {alert} among\n{findings}"));
        await AwaitAsync(watched, "firing", Scale.ToFire);
        (await DoctorVisit.AskAsync(node)).AssertNamesAll(Expected.Keys);
        Assert.Equal(["runc", "shim"], Of(watched, "ContainerdRuntimeOomKilled").Select(each => each.Labels["component"]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(["containerd"], Of(watched, "ContainerdOomKilled").Select(each => each.Labels["component"]).Distinct(StringComparer.Ordinal));
        await AssertLinksOpenAsync(watched);
        await DashboardAssert.ShowEventsAsync(alerting.Prometheus, node, Expected.Keys);

        await RepairAsync(node, group);
        await AwaitAsync(watched, "resolved", Scale.EventWindow + Scale.ToResolve);
        findings = await Findings.OfAsync(node);
        Assert.True(findings.All.Count == 0, $"found after the repair:\n{findings}");
        (await DoctorVisit.AskAsync(node)).AssertClean();
        Assert.All(watched.Notifications, each => Assert.True(Expected.GetValueOrDefault(each.Alert) == each.Receiver, $"this was notified too: {each}"));
    }

    /// <summary>A workload that eats too much, and a stranger's words in the log, are nobody's business.</summary>
    private static async Task LiveAsync(WatchedNode watched)
    {
        var node = watched.Node;
        var before = MachineLog.OomKills();
        MachineLog.Write(ForgedRecords.Lines);
        await node.TryRunAsync(
            "ctr", "--timeout=20s", "run", "--rm", "--memory-limit", $"{SmallLimit}", BusyboxImage.Reference, $"{node.Name}-hungry", "/bin/busybox", "tail", "/dev/zero");
        Assert.True(MachineLog.OomKills() > before, "the container was not killed");
        await Task.Delay(Scale.Aftermath * 2, TestContext.Current.CancellationToken);

        var scrape = await node.Exporter.ScrapeAnewAsync();
        Assert.True(scrape.Sum("containerd_oom_kills_total", "component=\"workload\"", "scope=\"cgroup\"") >= 1, "the workload's kill was not counted");
        Assert.Equal(0, scrape.Sum("containerd_oom_kills_total", "component=\"containerd\""));
        Assert.Equal(0, scrape.Sum("containerd_storage_errors_total"));
        Assert.Equal(0, scrape.Sum("containerd_kernel_log_unrecognized_oom_records_total"));
        var findings = await Findings.OfAsync(node);
        Assert.True(findings.All.Count == 0, $"found in normal life:\n{findings}");
        Assert.Empty(watched.Notifications);
    }

    /// <summary>Work makes containerd ask for memory that its cgroup does not have.</summary>
    private static async Task KillContainerdAsync(TestNode node, MemoryGroup group)
    {
        await group.AddAsync(node.Containerd.Process);
        group.SetLimit(4 << 20);
        await Eventually.HoldsAsync("the kernel kills containerd", TimeSpan.FromSeconds(30), async () =>
        {
            await node.TryRunAsync("ctr", "--timeout=5s", "images", "import", BusyboxImage.ArchivePath);
            return node.Containerd.Process.HasEnded;
        });
    }

    private static async Task RepairAsync(TestNode node, MemoryGroup group)
    {
        group.RemoveLimit();

        // The container's root is on the disk and keeps it busy; its daemon is dead, so its processes are ended from outside.
        await node.RunAsync("sh", "-c", "kill -9 $(cat /run/containerd/io.containerd.runtime.v2.task/default/*/init.pid)");
        await node.RunAsync("sh", "-c", "kill -9 $(pgrep -x containerd-shim); sleep 1; umount /run/containerd/io.containerd.runtime.v2.task/default/*/rootfs");
        await DataDisk.RepairThinDiskAsync(node);
        await node.Containerd.StartAsync();
    }

    private static void AssertCounted(Scrape scrape, params string[] components) => Assert.All(components, component =>
        Assert.True(scrape.Sum("containerd_oom_kills_total", $"component=\"{component}\"", "scope=\"cgroup\"") >= 1, $"no kill of {component} was counted"));

    private static async Task AwaitAsync(WatchedNode watched, string status, TimeSpan within)
    {
        foreach (var alert in Expected.Keys)
        {
            await watched.AwaitAsync(alert, status, within);
        }
    }

    private static IEnumerable<Notification> Of(WatchedNode watched, string alert) => watched.Notifications.Where(each => each.Alert == alert);

    private static async Task AssertLinksOpenAsync(WatchedNode watched)
    {
        foreach (var alert in Expected.Keys)
        {
            using var response = await HttpProbe.Client.GetAsync(new Uri(Of(watched, alert).First().Annotations["runbook_url"]));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains(alert, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }
}
