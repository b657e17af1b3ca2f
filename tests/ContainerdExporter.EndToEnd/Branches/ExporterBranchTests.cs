using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Branches;

/// <summary>An exporter that may not see the node, and a configuration that the daemon has not read.</summary>
public sealed class ExporterBranchTests
{
    private const string Program = "/run/node/containerd-exporter";

    [Fact]
    public async Task CollectorFailing_ExporterOfNobody_IsDeniedUntilItIsRoots()
    {
        await using var sick = await SickNode.StartAsync("ContainerdCollectorFailing");
        var node = sick.Node;
        await sick.FallAsync(
            async () =>
            {
                await node.Exporter.Process.EndAsync();
                await node.RunAsync("install", "--mode=755", await PublishedExporter.PathAsync(), Program);
                var exporter = await node.StartAsync("containerd-exporter", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", Program);
                node.Units.Define("containerd-exporter", exporter, [Program]);
                await node.Exporter.AwaitAnswerAsync();
            },
            new Promise("Bad: another state", """collector_state\{collector="\w+",state="denied"\} 1$"""));

        Assert.Matches(@"^nobody +nogroup +", (await sick.FixAsync(1)).Split('\n').Single(line => line.EndsWith(Program, StringComparison.Ordinal)));
        await sick.HealAsync(
            async () =>
            {
                await sick.TypeAsync("systemctl restart containerd-exporter");
                await node.Exporter.AwaitAnswerAsync();
            },
            new Promise("Expect `ok` or `unsupported` on each line", @"\A(.*state=""(ok|unsupported)""\} 1\n)+\z"));
    }

    [Fact]
    public async Task PendingRestart_ChangeThatNobodyWanted_IsTakenBack()
    {
        await using var sick = await SickNode.StartAsync("ContainerdConfigPendingRestart");
        var node = sick.Node;
        var newer = new Promise("Bad: a line `newer than the daemon`", $"^newer than the daemon: .* {ContainerdDaemon.ConfigPath}$");
        var older = new Promise("Expect no line `newer than the daemon`", @"\A *STARTED\n\w{3} .*\n\d{4}-.*\n(?!newer than)");
        const string changed = ContainerdDaemon.PlainConfig + "oom_score = 0\n";

        await sick.FallAsync(() => WriteLaterAsync(node, changed), newer);
        await sick.HealAsync(() => node.RunAsync("sh", "-c", $"cp -p {ContainerdDaemon.ConfigPath}.old {ContainerdDaemon.ConfigPath}"), older);
    }

    /// <summary>The start of a process is told to a second or two.</summary>
    private static async Task WriteLaterAsync(TestNode node, string config)
    {
        await Task.Delay(TimeSpan.FromSeconds(3.5), TestContext.Current.CancellationToken);
        await node.RunAsync("cp", "-p", ContainerdDaemon.ConfigPath, $"{ContainerdDaemon.ConfigPath}.old");
        node.Write(ContainerdDaemon.ConfigPath, config);
    }
}
