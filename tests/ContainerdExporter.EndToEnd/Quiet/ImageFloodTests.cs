using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Quiet;

/// <summary>
/// Three hundred images come, get second names and go, while the scrub hashes and garbage collection deletes: blobs and snapshots
/// appear and vanish under every look, and the databases grow.
/// </summary>
public abstract class ImageFloodTests(AlertingChain alerting, string release) : QuietTest(alerting)
{
    private const int Batches = 10;
    private const int Batch = 30;

    protected override Task PrepareAsync(TestNode node) => ContainerdRelease.InstallAsync(node, release);

    protected override async Task LiveAsync(TestNode node)
    {
        var before = await node.Exporter.ScrapeAnewAsync();
        var archive = node.OutsidePath("tiny.tar");
        for (var i = 0; i < Batches; i++)
        {
            TinyImages.Write(archive, i * Batch, Batch);
            await node.RunAsync("bash", "-ec", $"""
                ctr --timeout=20s images import {archive} >/dev/null
                for i in $(seq {i * Batch} {(i * Batch) + Batch - 1}); do ctr images tag localhost/tiny$i:1 localhost/again$i:1 >/dev/null; done
                [ {i} = 0 ] || ctr images rm $(seq -f localhost/tiny%g:1 {(i - 1) * Batch} {(i * Batch) - 1}) >/dev/null
                [ {i} = 0 ] || ctr images rm --sync $(seq -f localhost/again%g:1 {(i - 1) * Batch} {(i * Batch) - 1}) >/dev/null
                """);
        }

        var after = await node.Exporter.ScrapeAnewAsync();
        Assert.True(after.Sum("containerd_content_scrub_bytes_total") > before.Sum("containerd_content_scrub_bytes_total"), "nothing was scrubbed meanwhile");
        Assert.True(after.Sum("containerd_database_bytes", "metadata") > before.Sum("containerd_database_bytes", "metadata"), "the database has not grown");
        Assert.True(after.Sum("containerd_content_blobs") > before.Sum("containerd_content_blobs"), "no image has stayed");
        Assert.InRange(after.Sum("containerd_content_blobs"), 3 * Batch, 3 * 3 * Batch); // most have been collected
    }
}

public sealed class ImageFloodOn16Tests(AlertingChain alerting) : ImageFloodTests(alerting, ContainerdRelease.Installed);

public sealed class ImageFloodOn21Tests(AlertingChain alerting) : ImageFloodTests(alerting, ContainerdRelease.Newest);
