using ContainerdExporter.Containerd.Client;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;
using ContainerdExporter.Linux;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>The shim of a running container does not answer. A derived class says which containerd it is of, and what holds it.</summary>
public abstract class ShimUnresponsiveTest(AlertingChain alerting) : FaultTest(alerting)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    protected override string Alert => "ContainerdShimUnresponsive";

    protected override string Cause => "runtime";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_shims{state="unresponsive"} 1""",
        """containerd_shims{state="attached"} 0""",
        """containerd_tasks{namespace="default",status="unknown"} 1""",
    ];

    protected override IReadOnlyList<string> Evidence => [$"default/{HealthyNode.Container}"];

    protected override IReadOnlyList<Promise> Confirmed => [new("Bad: UNKNOWN", $@"^{HealthyNode.Container} +\d+ +UNKNOWN *$")];

    protected override IReadOnlyList<Promise> Verified => [new("Expect 0", @"\A(0\n)+\z")];

    /// <summary>A release line; null for the machine's own containerd.</summary>
    protected virtual string? Line => null;

    protected abstract Task HoldAsync(TestNode node, int shim);

    /// <summary>What the runbook tells, in the shell where the reader has P set to the shim's pid.</summary>
    protected abstract Task LetGoAsync(TestNode node);

    protected override Task PrepareAsync(TestNode node)
    {
        node.Containerd.Line = Line;
        return Task.CompletedTask;
    }

    protected override async Task FillInAsync(TestNode node) => Blanks["P=12345"] = $"P={await node.Containerd.ShimOfAsync(HealthyNode.Container)}";

    protected override async Task InjectAsync(TestNode node)
    {
        Assert.Equal(ShimEcho.Answers, await AskAsync(node));
        await HoldAsync(node, await node.Containerd.ShimOfAsync(HealthyNode.Container));
        Assert.Equal(ShimEcho.Silent, await AskAsync(node));
        var symptoms = Symptoms.Select(Expected.Parse).ToList();
        await Eventually.HoldsAsync("containerd has asked the shim in vain", TimeSpan.FromSeconds(60), async () =>
        {
            var scrape = await node.Exporter.ScrapeAsync();
            return symptoms.All(scrape.Has);
        });
    }

    protected override async Task RepairAsync(TestNode node)
    {
        await LetGoAsync(node);
        Assert.Equal(ShimEcho.Answers, await AskAsync(node));
    }

    /// <summary>As the exporter does, over the shim's own socket.</summary>
    private static async Task<ShimEcho> AskAsync(TestNode node)
    {
        var sockets = Directory.GetFiles(node.PathOf("/run/containerd/s"));
        return await new ShimCaller(new HostPaths()).AskAsync(Assert.Single(sockets), HealthyNode.Container, Patience);
    }
}
