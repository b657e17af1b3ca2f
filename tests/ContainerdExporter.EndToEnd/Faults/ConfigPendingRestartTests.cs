using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>Somebody changed the configuration an hour ago, and the daemon has not read it.</summary>
public sealed class ConfigPendingRestartTests(AlertingChain alerting) : FaultTest(alerting)
{
    protected override string Alert => "ContainerdConfigPendingRestart";

    protected override string Cause => "configuration";

    protected override string Receiver => "tickets";

    protected override string Severity => "info";

    protected override TimeSpan ToFire => Scale.ToFireAfter(TimeSpan.FromHours(1));

    protected override IReadOnlyList<string> Symptoms => ["""containerd_config_pending_restart 1""", """containerd_config_valid 1"""];

    protected override IReadOnlyList<string> Evidence => [ContainerdDaemon.ConfigPath];

    protected override IReadOnlyList<Promise> Confirmed => [new("Bad: a line `newer than the daemon`", $"^newer than the daemon: .* {ContainerdDaemon.ConfigPath}$")];

    protected override IReadOnlyList<Promise> Verified => [new("Expect no line `newer than the daemon`", @"\A *STARTED\n\w{3} .*\n\d{4}-.*\n(?!newer than)")];

    protected override async Task InjectAsync(TestNode node)
    {
        await Task.Delay(TimeSpan.FromSeconds(3.5), TestContext.Current.CancellationToken); // The start of a process is told to a second or two.
        node.Write(ContainerdDaemon.ConfigPath, ContainerdDaemon.PlainConfig + "oom_score = 0\n");
    }

    protected override Task RepairAsync(TestNode node) => FixAsync(node, 1);
}
