using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>containerd's cgroup has a memory limit, and something in it uses nearly all.</summary>
public sealed class MemoryNearLimitTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const long Limit = 256 << 20;
    private const long Ballast = 246 << 20;

    private const string Profile = "/dev/shm/containerd.heap";

    private MemoryGroup? group;
    private NodeProcess? ballast;

    protected override string Alert => "ContainerdMemoryNearLimit";

    protected override string Cause => "memory";

    protected override string Receiver => "tickets";

    protected override IReadOnlyList<string> Symptoms => [$"containerd_cgroup_memory_limit_bytes {Limit}"];

    protected override IReadOnlyList<string> Evidence => ["of its memory limit", "256.0 MiB"];

    protected override IReadOnlyList<Promise> Confirmed => [new("Bad: `MemoryMax` is a number of bytes", $"^MemoryMax={Limit}$"), new("`MemoryCurrent` is near it", @"^MemoryCurrent=(2[4-6]\d{7})$")];

    protected override IReadOnlyList<Promise> Verified => ["MemoryMax=infinity"];

    protected override Task PrepareAsync(TestNode node)
    {
        node.Write(ContainerdDaemon.ConfigPath, ContainerdDaemon.PlainConfig + "[debug]\n  address = \"/run/containerd/debug.sock\"\n");
        return Task.CompletedTask;
    }

    protected override async Task InjectAsync(TestNode node)
    {
        group = MemoryGroup.Create(node, "containerd", Limit);
        await group.AddAsync(node.Containerd.Process);

        // tail keeps what it was asked for until its input ends.
        ballast = await group.StartAsync("ballast", $"(head -c {Ballast} /dev/zero; exec sleep 86400) | exec tail -c {Ballast}");
        await Eventually.HoldsAsync("the working set is near the limit", TimeSpan.FromSeconds(30), async () =>
            (await node.Exporter.ScrapeAsync()).Sum("containerd_cgroup_memory_working_set_bytes") > 0.92 * Limit);
    }

    protected override async Task RepairAsync(TestNode node)
    {
        await FixAsync(node, 1);
        await FixAsync(node, 2);
        Assert.NotEqual(0, new FileInfo(node.PathOf(Profile)).Length);
        await node.RunAsync("pkill", "-KILL", "--parent", $"{ballast!.Pid}");
    }
}
