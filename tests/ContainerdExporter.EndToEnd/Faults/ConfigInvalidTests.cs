using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>A mistake is made in a drop-in while containerd runs: somebody hears of it before any restart.</summary>
public sealed class ConfigInvalidTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string DropIn = "/etc/containerd/conf.d/99-metrics.toml";
    private const string Wanted = ContainerdDaemon.PlainConfig + "[metrics]\n";

    protected override string Alert => "ContainerdConfigInvalid";

    protected override string Cause => "configuration";

    protected override string Receiver => "tickets";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_up 1""",
        """containerd_config_valid 0""",
        """containerd_config_problems{severity="fatal",rule="syntax"} 1""",
        """containerd_config_pending_restart 1""",
    ];

    protected override IReadOnlyList<string> Evidence => [$"{DropIn}:2:"];

    protected override IReadOnlyList<Promise> Confirmed => [new("Bad: `2`", "^exit code 2$"), new("file, line and column", @"99-metrics\.toml:2:\d+\b")];

    protected override IReadOnlyList<Promise> Verified => [new("`0` or `1`", "^exit code [01]$")];

    protected override Task PrepareAsync(TestNode node)
    {
        node.Write(ContainerdDaemon.ConfigPath, ContainerdDaemon.PlainConfig + "imports = [\"/etc/containerd/conf.d/*.toml\"]\n");
        node.Write(DropIn, Wanted);
        Blanks["T=/etc/containerd/config.toml "] = $"T={DropIn} ";
        return Task.CompletedTask;
    }

    protected override Task InjectAsync(TestNode node)
    {
        node.Write(DropIn, Wanted.Replace(']', ' '));
        return Task.CompletedTask;
    }

    /// <summary>The restart proves that it starts with these files again; until then the doctor, who did not see it start, goes by their times.</summary>
    protected override async Task RepairAsync(TestNode node)
    {
        await node.Units.EditAsync(Wanted);
        await FixAsync(node, 1, isToSucceed: false); // 1: a warning, as the node's root is in memory.
        await FixAsync(node, 4);
    }
}
