using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Quiet;

/// <summary>Images come in, again and again.</summary>
public sealed class ImageImportTests(AlertingChain alerting) : QuietTest(alerting)
{
    private const int Imports = 20;

    protected override async Task LiveAsync(TestNode node)
    {
        for (var i = 0; i < Imports; i++)
        {
            await node.Containerd.CtrAsync("images", "remove", BusyboxImage.Reference);
            await node.Containerd.ImportImageAsync();
        }
    }
}
