using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Quiet;

/// <summary>Two hundred containers come and go.</summary>
public sealed class ContainerChurnTests(AlertingChain alerting) : QuietTest(alerting)
{
    private const int Containers = 200;

    protected override async Task LiveAsync(TestNode node)
    {
        for (var i = 0; i < Containers; i++)
        {
            await node.Containerd.RunToEndAsync($"job{i}");
        }
    }
}
