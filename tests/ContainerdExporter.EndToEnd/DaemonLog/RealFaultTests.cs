using System.Net;
using System.Text.RegularExpressions;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.DaemonLog;

/// <summary>Real faults, and what a real daemon writes about them into a file.</summary>
public sealed partial class RealFaultTests
{
    private const string LogPath = "/run/node/containerd.log";
    private const string Messages = "containerd_log_messages_total";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, int> expected = new(StringComparer.Ordinal);

    [Fact]
    public async Task Fault_OfEachKind_IsCountedOnceAndHealthNever()
    {
        await using var node = await TestNode.CreateAsync();
        await node.Containerd.StartPlainAsync();
        await node.Exporter.StartAsync($"--containerd.log-file={LogPath}");
        await node.Containerd.RunToEndAsync("one");
        await node.Containerd.RunContainerAsync("two");
        await node.Containerd.RestartAsync();
        await node.Containerd.RemoveContainerAsync("two");
        await AssertAsync(node, "in health");

        await FailInRuntimeAsync(node);
        await FailInConfigurationAsync(node);
        await FailInStorageAsync(node);
    }

    private async Task FailInRuntimeAsync(TestNode node)
    {
        await node.RunAsync("mount", "--bind", "/bin/false", "/usr/sbin/runc");
        Assert.NotEqual(0, (await node.TryRunAsync("ctr", "run", "--rm", BusyboxImage.Reference, "three", "true")).ExitCode);
        await node.RunAsync("umount", "/usr/sbin/runc");
        expected["runtime_error"] = 1;
        await AssertAsync(node, "after a start without a working runc");

        await node.Containerd.RunContainerAsync("four");
        var shim = await node.Containerd.ShimOfAsync("four");
        await node.Containerd.StopAsync();
        await node.RunAsync("kill", "-KILL", $"{shim}");
        await node.Containerd.StartAsync();
        expected["shim_lost"] = 1;
        await AssertAsync(node, "after the death of a shim");
    }

    private async Task FailInConfigurationAsync(TestNode node)
    {
        await RestartWithAsync(node, "[plugins.\"io.containerd.grpc.v1.cri\".containerd]\nsnapshotter = \"overlay2\"\n");
        expected["config_invalid"] = 1;
        await AssertAsync(node, "after the start with a snapshotter that does not exist");

        await RestartWithAsync(node, "[grpc\n");
        expected["config_invalid"] = 2;
        await AssertAsync(node, "after the start with a file that is no TOML");

        await RestartWithAsync(node, string.Empty, before: () => node.RunAsync("sh", "-c", $"rm -rf {ContainerdDaemon.Address} && mkdir {ContainerdDaemon.Address}"));
        expected["listener_failed"] = 1;
        await AssertAsync(node, "after the start with a directory at the socket's path");
        await node.RunAsync("rmdir", ContainerdDaemon.Address);
    }

    private async Task FailInStorageAsync(TestNode node)
    {
        await node.Exporter.Process.EndAsync("KILL");
        await RestartWithAsync(node, string.Empty, before: () => node.RunAsync("truncate", "--size=9000", ContainerdDaemon.MetadataPath));
        await node.Exporter.StartAsync($"--containerd.log-file={LogPath}");
        expected["database_panic"] = 1;
        await AssertAsync(node, "after the start with half of a database, while the exporter was down");
        Assert.Contains((await Findings.OfAsync(node)).All, finding => finding is { Alert: "ContainerdPanicked", Cause: "liveness", Severity: "warning" });
        Assert.Matches("containerd&#x27;s log, [0-9: -]+Z|containerd's log, [0-9: -]+Z", WebUtility.HtmlDecode(await node.Exporter.GetTextAsync("runbooks/ContainerdPanicked")));
        Assert.Matches("(panic|fatal error): ", WebUtility.HtmlDecode(await node.Exporter.GetTextAsync("runbooks/ContainerdDown")));

        await node.RunAsync("mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", ContainerdDaemon.Root);
        await RestartWithAsync(node, string.Empty);
        await node.RunAsync("umount", "--lazy", ContainerdDaemon.Root);
        expected["no_space"] = FailedForSpace().Count(node.Containerd.Log);
        Assert.True(expected["no_space"] > 0, node.Containerd.Log);
        expected["plugin_failed"] = PluginFailed().Matches(node.Containerd.Log).Count(line => !line.Value.Contains("no space left", StringComparison.Ordinal) && !line.Value.Contains("devmapper", StringComparison.Ordinal) && !line.Value.Contains("overlay2", StringComparison.Ordinal));
        await AssertAsync(node, "after the start on a full disk");

        await node.RunAsync("sh", "-c", $"rm -rf {ContainerdDaemon.Root}/* {ContainerdDaemon.Address}*");
        node.Containerd.Line = ContainerdRelease.Newest;
        await RestartWithAsync(node, "banana = 1\n");
        expected["unknown_config_key"] = 1;
        await AssertAsync(node, "after the start of 2.1 with a key that it does not know");
    }

    /// <summary>Ends the daemon, and starts it with this configuration; it need not get far.</summary>
    private static async Task RestartWithAsync(TestNode node, string config, Func<Task>? before = null)
    {
        if (!node.Containerd.Process.HasEnded)
        {
            await node.Containerd.StopAsync();
        }

        node.Write(ContainerdDaemon.ConfigPath, (config.StartsWith("banana", StringComparison.Ordinal) ? config : string.Empty) + ContainerdDaemon.PlainConfig + (config.StartsWith("banana", StringComparison.Ordinal) ? string.Empty : config));
        await (before?.Invoke() ?? Task.CompletedTask);
        var written = node.Containerd.Log.Length;
        await node.Containerd.LaunchAsync();
        await Eventually.HoldsAsync("containerd has started, or ended", Soon, () => node.Containerd.Process.HasEnded || node.Containerd.Log[written..].Contains("successfully booted", StringComparison.Ordinal));
    }

    /// <summary>These counts and no other.</summary>
    private async Task AssertAsync(TestNode node, string when)
    {
        await Task.Delay(TimeSpan.FromSeconds(1.2), TestContext.Current.CancellationToken); // What is too much must have had time to be counted.
        var counted = string.Empty;
        var wanted = string.Join(", ", expected.Where(each => each.Value > 0).OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => $"{each.Key} {each.Value}"));
        await Eventually.HoldsAsync($"'{wanted}' is counted {when}", Soon, async () => (counted = Counted(await node.Exporter.ScrapeAsync())) == wanted, () => $"counted: {counted}\n{node.Containerd.Log}");
    }

    private static string Counted(Scrape scrape) => string.Join(", ", scrape.Samples
        .Where(sample => sample.Key.StartsWith(Messages, StringComparison.Ordinal) && sample.Value > 0)
        .Select(sample => $"{Pattern().Match(sample.Key).Groups["name"].Value} {sample.Value}")
        .Order(StringComparer.Ordinal));

    [GeneratedRegex("pattern=\"(?<name>[a-z_]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex("level=(warning|error) msg=\"failed to load plugin.*no space left on device", RegexOptions.ExplicitCapture)]
    private static partial Regex FailedForSpace();

    [GeneratedRegex("level=(warning|error) msg=\"failed to load plugin.*", RegexOptions.ExplicitCapture)]
    private static partial Regex PluginFailed();
}
