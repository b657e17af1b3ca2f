using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>Blobs cut to nothing, cut short and removed, as after a power loss. Forgotten one by one and imported again.</summary>
public sealed class ContentDamagedTests(AlertingChain alerting) : FaultTest(alerting)
{
    private string[] digests = [];

    protected override string Alert => "ContainerdContentDamaged";

    protected override string Cause => "storage";

    protected override string Receiver => "tickets";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_content_damaged_blobs{kind="empty"} 1""",
        """containerd_content_damaged_blobs{kind="size"} 1""",
        """containerd_content_damaged_blobs{kind="missing"} 1""",
        """containerd_up 1""",
    ];

    protected override IReadOnlyList<string> Evidence => ["1 empty, 1 of the wrong size, 1 missing on disk", "sha256:"];

    protected override async Task InjectAsync(TestNode node)
    {
        digests = (await node.Containerd.CtrAsync("content", "ls", "-q")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, digests.Length); // a layer, a configuration, a manifest

        // containerd's own check sees none of it.
        await node.RunAsync("truncate", "--size=0", ContainerdDaemon.BlobPath(digests[0]));
        await node.RunAsync("truncate", "--size=7", ContainerdDaemon.BlobPath(digests[1]));
        await node.RunAsync("rm", ContainerdDaemon.BlobPath(digests[2]));
        await Task.Delay(Exporter.ContentInterval, TestContext.Current.CancellationToken);
    }

    protected override async Task RepairAsync(TestNode node)
    {
        foreach (var digest in digests)
        {
            await node.Containerd.CtrAsync("content", "rm", digest);
        }

        foreach (var digest in digests)
        {
            await Eventually.HoldsAsync("the blob is gone", TimeSpan.FromSeconds(30), () => !File.Exists(node.PathOf(ContainerdDaemon.BlobPath(digest))));
        }

        await node.Containerd.ImportImageAsync();
    }
}

/// <summary>
/// A flipped byte in a layer, which only the scrub can see; on a node without OpenSSL, as an image from scratch. The image is removed,
/// and imported again.
/// </summary>
public sealed class ContentRottenTests(AlertingChain alerting) : FaultTest(alerting)
{
    private string digest = string.Empty;

    protected override string Alert => "ContainerdContentDamaged";

    protected override string Cause => "storage";

    protected override string Receiver => "tickets";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_content_damaged_blobs{kind="digest"} 1""",
        """containerd_content_damaged_blobs{kind="size"} 0""",
    ];

    protected override IReadOnlyList<string> Evidence => ["1 with other content than its name says", digest];

    protected override Task PrepareAsync(TestNode node) => node.RunAsync(
        "bash", "-c", "for each in $(find /usr/lib /usr/local/lib -name 'libssl.so*' -type f); do mount --bind /dev/null $each || exit; done");

    protected override async Task InjectAsync(TestNode node)
    {
        Assert.DoesNotContain("libssl", await File.ReadAllTextAsync(node.PathOf($"/proc/{node.Exporter.Process.Pid}/maps")), StringComparison.Ordinal);
        digest = (await node.Containerd.CtrAsync("content", "ls", "-q")).Split('\n', StringSplitOptions.RemoveEmptyEntries)[0];
        await node.RunAsync("bash", "-c", $"printf x | dd of={ContainerdDaemon.BlobPath(digest)} bs=1 seek=9 conv=notrunc");
        var damaged = Expected.Parse("""containerd_content_damaged_blobs{kind="digest"} 1""");
        await Eventually.HoldsAsync("the scrub has passed", TimeSpan.FromSeconds(30), async () => (await node.Exporter.ScrapeAsync()).Has(damaged));
    }

    protected override async Task RepairAsync(TestNode node)
    {
        await node.Containerd.CtrAsync("images", "rm", "--sync", BusyboxImage.Reference);
        Assert.False(File.Exists(node.PathOf(ContainerdDaemon.BlobPath(digest))));
        await node.Containerd.ImportImageAsync();
    }
}
