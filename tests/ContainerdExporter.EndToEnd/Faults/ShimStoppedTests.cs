using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>A signal has stopped the shim.</summary>
public class ShimStoppedTests(AlertingChain alerting) : ShimUnresponsiveTest(alerting)
{
    protected override IReadOnlyList<string> Evidence => [.. base.Evidence, "stopped by a signal", "state T"];

    protected override IReadOnlyList<Promise> Confirmed => [.. base.Confirmed, new("STAT begins with `T`", @"^ *\d+ +T\S* +\S+ +\S+ +\S*containerd-shim-runc-v2 ")];

    protected override Task HoldAsync(TestNode node, int shim) => node.RunAsync("kill", "-STOP", $"{shim}");

    protected override Task LetGoAsync(TestNode node) => FixAsync(node, 1);
}

/// <summary>The same with containerd 1.7.</summary>
public sealed class ShimStoppedOf17Tests(AlertingChain alerting) : ShimStoppedTests(alerting)
{
    protected override string Line => "1.7";
}

/// <summary>The same with containerd 2.1.</summary>
public sealed class ShimStoppedOf21Tests(AlertingChain alerting) : ShimStoppedTests(alerting)
{
    protected override string Line => "2.1";
}
