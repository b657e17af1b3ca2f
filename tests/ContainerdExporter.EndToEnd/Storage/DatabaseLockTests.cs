using System.Globalization;
using System.Text.RegularExpressions;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Storage;

/// <summary>containerd locks its databases, and waits without end for a lock that another holds. We read beside it and hold none.</summary>
public sealed partial class DatabaseLockTests
{
    private const int Restarts = 5;

    [Theory]
    [InlineData(ContainerdRelease.Installed)]
    [InlineData(ContainerdRelease.Newest)]
    public async Task Scrapes_WithoutPause_HoldNoLockAndDelayNoRestart(string release)
    {
        await using var node = await StoreNode.StartAsync(release);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var scrapes = ScrapeAsync(node.Node.Exporter, stop.Token);

        var exporter = node.Node.Exporter.Process.Pid;
        var containerd = node.Containerd.Process.Pid;
        var locks = await node.ShellAsync("for i in $(seq 100); do cat /proc/locks; sleep 0.02; done");
        var holders = Holder().Matches(locks).Select(match => int.Parse(match.Groups["pid"].Value, CultureInfo.InvariantCulture)).ToHashSet();
        Assert.Contains(containerd, holders); // so locks of the node's processes can be seen
        Assert.DoesNotContain(exporter, holders);

        for (var i = 0; i < Restarts; i++)
        {
            await node.Containerd.RestartAsync();
        }

        await stop.CancelAsync();
        Assert.True(await scrapes > 2 * Restarts, "there were too few scrapes to disturb anything");
        Assert.DoesNotContain("waiting for response from boltdb open", node.Containerd.Log, StringComparison.Ordinal);
        var boots = Booted().Matches(node.Containerd.Log).Select(match => double.Parse(match.Groups["seconds"].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Restarts + 1, boots.Count);
        Assert.All(boots, seconds => Assert.InRange(seconds, 0, 2));
        Assert.DoesNotContain((await Findings.OfAsync(node.Node)).All, finding => finding.Cause == "storage");
    }

    private static async Task<int> ScrapeAsync(Exporter exporter, CancellationToken cancellationToken)
    {
        var count = 0;
        for (; !cancellationToken.IsCancellationRequested; count++)
        {
            await exporter.ScrapeAsync();
        }

        return count;
    }

    /// <summary>A line of /proc/locks (proc(5)): <c>1: FLOCK ADVISORY WRITE 123 fe:00:42 0 EOF</c>.</summary>
    [GeneratedRegex(@"^\d+: (?:-> )?\w+ +\w+ +\w+ (?<pid>-?\d+) ", RegexOptions.Multiline)]
    private static partial Regex Holder();

    [GeneratedRegex("containerd successfully booted in (?<seconds>[0-9.]+)s")]
    private static partial Regex Booted();
}
