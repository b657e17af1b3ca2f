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
        var (documented, _) = Documented();
        await Eventually.HoldsAsync("everything that is documented is called", TimeSpan.FromSeconds(40), async () =>
        {
            await node.Exporter.GetTextAsync("metrics");
            return documented.IsSubsetOf(proxy.Calls.Keys);
        }, () => $"called: {string.Join(", ", proxy.Calls.Keys)}\n{node.Exporter.Log}");
        await node.Exporter.GetTextAsync("");
        await node.Exporter.GetTextAsync("api/v1/findings");
        await node.Exporter.GetTextAsync("runbooks/ContainerdDown");
        await DoctorVisit.AskAsync(node);
        await node.TryRunAsync("env", "CONTAINERD_EXPORTER_COLLECTOR_CANARY=true", await PublishedExporter.PathAsync(), "doctor"); // As the service's environment may have it.
        await node.TryRunAsync(await PublishedExporter.PathAsync(), "config", "check");

        Assert.Equal(documented.Order(StringComparer.Ordinal), proxy.Calls.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(EmptyMessage, proxy.Calls[CriStatus]);
    }

    /// <summary>With the canary it calls what the second list says, of nothing but its own namespace; a canary that was left behind is a part of it.</summary>
    [Fact]
    public async Task Exporter_WithTheCanary_ChangesWhatTheReadmeListsInItsOwnNamespaceAlone()
    {
        const string Own = "containerd-exporter-canary";
        await using var node = await TestNode.CreateAsync();
        await node.Containerd.StartPlainAsync();
        await node.Containerd.CtrAsync("--namespace", Own, "images", "import", BusyboxImage.ArchivePath);
        await node.Containerd.CtrAsync(
            "--namespace", Own, "run", "--detach", "--label", "containerd-exporter/canary=/var/lib/containerd-exporter/canary", "--cgroup", $"{node.Cgroup}/left", BusyboxImage.Reference, "left", "sleep", "86400");
        await using var proxy = await RecordingProxy.StartAsync(node, ContainerdDaemon.Address);

        var (looks, changes) = Documented();
        var doctor = await node.TryRunAsync(await PublishedExporter.PathAsync(), "doctor", "--collector.canary");
        Assert.DoesNotContain("canary", doctor.Output, StringComparison.OrdinalIgnoreCase); // Neither a finding nor a blind collector.
        var called = proxy.Calls.Keys.ToHashSet(StringComparer.Ordinal);
        Assert.Equal(changes.Order(StringComparer.Ordinal), called.Except(looks, StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(proxy.Spaces.Where(call => changes.Contains(call.Path)), call => Assert.Equal(call.Path.EndsWith("Namespaces/Delete", StringComparison.Ordinal) ? string.Empty : Own, call.Space));
        Assert.Equal(string.Empty, await node.Containerd.CtrAsync("--address", $"{ContainerdDaemon.Address}.behind", "--namespace", Own, "containers", "list", "--quiet"));
    }

    /// <summary>The lists are the README's: what is always called, and what with the canary alone.</summary>
    private static (HashSet<string> Looks, HashSet<string> Changes) Documented()
    {
        var readme = File.ReadAllText(Repository.PathOf("README.md"));
        var canary = readme.IndexOf("With `--collector.canary`, which is off by default, it calls this too", StringComparison.Ordinal);
        Assert.True(canary > 0, "the README does not tell the two lists apart");
        return (CallsOf(readme[..canary]), CallsOf(readme[canary..]));
    }

    private static HashSet<string> CallsOf(string text) => [.. Call().Matches(text).Select(match => match.Groups["path"].Value)];

    [GeneratedRegex(@"^\| `(?<path>/[\w.]+/\w+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Call();
}
