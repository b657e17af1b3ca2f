using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Quiet;

/// <summary>One container runs, and nothing else happens.</summary>
public sealed class IdleTests(AlertingChain alerting) : QuietTest(alerting)
{
    protected override Task LiveAsync(TestNode node) => Task.CompletedTask;
}
