using ContainerdExporter.EndToEnd.Canary;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Branches;

/// <summary>What keeps a daemon with whole programs from running a container.</summary>
public sealed class CanaryBranchTests
{
    private const string Alert = "ContainerdCannotRunContainers";

    private const string SystemdConfig = ContainerdDaemon.PlainConfig + """
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
          runtime_type = "io.containerd.runc.v2"
          [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
            SystemdCgroup = true

        """;

    private static readonly string[] Flags = ["--collector.canary", "--canary.interval=1s", "--canary.timeout=3s"];

    private static readonly Promise Found = new("Bad: the finding", $"^critical {Alert} ");

    [Fact]
    public async Task NoFurtherProcess_LimitOfTheUnit_IsRaised()
    {
        await using var sick = await SickNode.StartAsync(Alert, null, Flags);
        var node = sick.Node;
        sick.Blanks["IMAGE"] = BusyboxImage.Reference;
        var group = PidsGroup.Create(node, "containerd");
        await group.AddAsync(node.Containerd.Process);
        await sick.FallAsync(
            () =>
            {
                group.Exhaust(left: 3); // Enough for the daemon itself, which would die of one thread too few.
                return Task.CompletedTask;
            },
            Found);

        await sick.HealAsync(
            async () =>
            {
                var printed = await sick.FixAsync(1);
                Assert.Matches(@"^pids cgroup /\S+$", printed.Split('\n')[0]);
                Assert.Matches(@"TasksCurrent=\d+\nTasksMax=\d+\n", printed);
                await sick.TypeAsync("systemctl set-property --runtime containerd TasksMax=infinity");
            },
            "rc 0");
    }

    [Fact]
    public async Task CgroupDriverOfANodeWithoutSystemd_IsCorrected()
    {
        await using var sick = await SickNode.StartAsync(Alert, null, Flags);
        var node = sick.Node;
        await sick.FallAsync(
            async () =>
            {
                node.Write(ContainerdDaemon.ConfigPath, SystemdConfig);
                await node.Containerd.RestartAsync();
            },
            Found,
            new Promise("`systemd`", "systemd not running on this host"));

        await node.Units.EditAsync(ContainerdDaemon.PlainConfig);
        await sick.TypeAsync($"F={ContainerdDaemon.ConfigPath}; T=$F; U=containerd");
        await sick.FixAsync(1, "ContainerdConfigDegraded", isToSucceed: false); // 1: a warning, as the node's root is in memory.
        await sick.FixAsync(2, "ContainerdConfigDegraded");
        await sick.IsHealthyAsync();
    }

    [Fact]
    public async Task LeftoverOfAKilledExporter_IsRemovedByHand()
    {
        await using var canary = await CanaryNode.StartAsync(line: null);
        var node = canary.Node;
        await canary.InstallSlowAsync("start");
        await canary.StartExporterAsync();
        await canary.HasStartingCanaryAsync();
        await node.Exporter.Process.EndAsync("KILL");
        await canary.InstallAsync();
        Assert.NotEmpty(await canary.CanariesAsync());

        await using var reader = await RunbookReader.OpenAsync(node, Alert);
        await reader.TypeAsync($"A={ContainerdDaemon.Address}");
        await reader.FixAsync(4);
        await canary.LeavesNothingAsync();
    }
}
