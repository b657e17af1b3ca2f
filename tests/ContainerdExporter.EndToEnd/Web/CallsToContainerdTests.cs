using System.Text.RegularExpressions;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Web;

/// <summary>Whoever may connect to containerd may control the node: what the exporter calls is what it says it calls.</summary>
public sealed partial class CallsToContainerdTests
{
    private const string CriStatus = "/runtime.v1.RuntimeService/Status";

    /// <summary>gRPC's own five bytes around a message without any field: not even "verbose".</summary>
    private const long EmptyMessage = 5;

    [Fact]
    public async Task Exporter_DoingAllThatItDoes_CallsWhatTheReadmeListsAndNothingElse()
    {
        await using var node = await TestNode.CreateAsync();
        await node.Containerd.StartPlainAsync();
        await node.Containerd.RunContainerAsync("silent");
        await using var proxy = await RecordingProxy.StartAsync(node, ContainerdDaemon.Address);

        // A shim that does not answer is the one thing that makes the exporter ask further.
        await node.RunAsync("kill", "-STOP", $"{await node.Containerd.ShimOfAsync("silent")}");
        await node.Exporter.StartAsync("--content.interval=1s", "--disk.usage-interval=1s", "--runtime.tasks-interval=1s", "--collector.shims.timeout=15s");
        var documented = Documented();
        await Eventually.HoldsAsync("everything that is documented is called", TimeSpan.FromSeconds(40), async () =>
        {
            await node.Exporter.GetTextAsync("metrics");
            return documented.IsSubsetOf(proxy.Calls.Keys);
        }, () => $"called: {string.Join(", ", proxy.Calls.Keys)}\n{node.Exporter.Log}");
        await node.Exporter.GetTextAsync("");
        await node.Exporter.GetTextAsync("api/v1/findings");
        await node.Exporter.GetTextAsync("runbooks/ContainerdDown");
        await DoctorVisit.AskAsync(node);
        await node.TryRunAsync(await PublishedExporter.PathAsync(), "config", "check");

        Assert.Equal(documented.Order(StringComparer.Ordinal), proxy.Calls.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(EmptyMessage, proxy.Calls[CriStatus]);
    }

    /// <summary>The list is the README's.</summary>
    private static HashSet<string> Documented() =>
        [.. Call().Matches(File.ReadAllText(Repository.PathOf("README.md"))).Select(match => match.Groups["path"].Value)];

    [GeneratedRegex(@"^\| `(?<path>/[\w.]+/\w+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Call();
}
