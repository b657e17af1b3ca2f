using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Quiet;

/// <summary>
/// What looks like a stuck runtime and is not: a container that was created and not started, an exec that goes on, and containers whose
/// own processes bear the runtime's names.
/// </summary>
public sealed class WaitingRuntimesTests(AlertingChain alerting) : QuietTest(alerting)
{
    private const string Silent = "/run/node/silent";

    protected override async Task LiveAsync(TestNode node)
    {
        await CreateWithoutStartAsync(node, "created");
        await node.StartAsync("exec", "ctr", "task", "exec", "--exec-id", "long", HealthyNode.Container, "sleep", "86400");
        await RunNamedAsync(node, "runc");
        await RunNamedAsync(node, "runc:[2:INIT]");

        Assert.Contains("CREATED", await node.Containerd.CtrAsync("task", "list"), StringComparison.Ordinal);
        Assert.Equal("runc:[2:INIT]", (await node.RunAsync("ps", "-o", "comm=", "-C", "runc:[2:INIT]")).Split('\n')[0]);
        var scrape = await node.Exporter.ScrapeAnewAsync();
        Assert.True(scrape.Has(Expected.Parse("""containerd_runtime_processes{runtime="runc",command="init"} 1""")), "the created container's init, and no other, is a runtime's");
        Assert.DoesNotContain(scrape.Samples.Keys, series => series.StartsWith("containerd_runtime_processes", StringComparison.Ordinal) && series.Contains("\"create\"", StringComparison.Ordinal));
    }

    /// <summary>Between its creation and its start ctr writes a file, here on a mount that never answers.</summary>
    private static async Task CreateWithoutStartAsync(TestNode node, string id)
    {
        await node.RunAsync("mkdir", Silent);
        await HangingMount.MountAsync(node, Silent);
        await node.StartAsync("ctr-run", "ctr", "run", "--detach", "--pid-file", $"{Silent}/pid", "--cgroup", $"{node.Cgroup}/{id}", BusyboxImage.Reference, id, "sleep", "86400");
        await Eventually.HoldsAsync("the container is created", TimeSpan.FromSeconds(20), async () =>
            (await node.Containerd.CtrAsync("task", "list")).Contains("CREATED", StringComparison.Ordinal));
    }

    /// <summary>A shell that works off the file <c>create</c> and has given itself the name.</summary>
    private static async Task RunNamedAsync(TestNode node, string name)
    {
        var id = $"named{name.Length}";
        var script = $"echo 'printf %s \"{name}\" >/proc/self/comm; while :; do sleep 3600; done' >/create; exec sh /create";
        await node.Containerd.CtrAsync("run", "--detach", "--cgroup", $"{node.Cgroup}/{id}", BusyboxImage.Reference, id, "sh", "-c", script);
        await Eventually.HoldsAsync($"a process of the container is called {name}", TimeSpan.FromSeconds(10), async () =>
            (await node.RunAsync("ps", "-e", "-o", "comm=")).Split('\n').Contains(name));
    }
}
