using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>Blobs cut to nothing, cut short and removed, as after a power loss. Forgotten one by one and imported again.</summary>
public sealed class ContentDamagedTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string GoodCopy = "/run/node/good-copy";

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

    protected override IReadOnlyList<Promise> Confirmed => [new("size 0", $@"^-\S+ 1 root root 0 .*{digests[0][7..]}$"), new("another hash", "^e3b0c44298fc")];

    protected override IReadOnlyList<Promise> Verified => [new("the digest itself, then 0", $@"^{digests[2][7..]}\n0$")];

    protected override async Task FillInAsync(TestNode node)
    {
        digests = (await node.Containerd.CtrAsync("content", "ls", "-q")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, digests.Length); // a layer, a configuration, a manifest
        Blanks["D=sha256:…"] = $"D={digests[0]}";
        Blanks["-n k8s.io images pull REF"] = $"-n default images import {BusyboxImage.ArchivePath}";
        Blanks["good-copy"] = GoodCopy;
    }

    protected override async Task InjectAsync(TestNode node)
    {
        await node.RunAsync("cp", ContainerdDaemon.BlobPath(digests[1]), GoodCopy);

        // containerd's own check sees none of it.
        await node.RunAsync("truncate", "--size=0", ContainerdDaemon.BlobPath(digests[0]));
        await node.RunAsync("truncate", "--size=7", ContainerdDaemon.BlobPath(digests[1]));
        await node.RunAsync("rm", ContainerdDaemon.BlobPath(digests[2]));
        await Task.Delay(Exporter.ContentInterval, TestContext.Current.CancellationToken);
    }

    /// <summary>One has a good copy elsewhere. An image with a blob that is known and missing cannot be imported, so only the last of the others brings it back.</summary>
    protected override async Task RepairAsync(TestNode node)
    {
        await FixWithAsync(node, digests[1], 3);
        await FixWithAsync(node, digests[0], 1, isToSucceed: false);
        await FixWithAsync(node, digests[2], 1);
    }

    private async Task FixWithAsync(TestNode node, string digest, int number, bool isToSucceed = true)
    {
        await TypeAsync($"D={digest}");
        await FixAsync(node, number, isToSucceed: isToSucceed);
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

    protected override IReadOnlyList<Promise> Confirmed => [new("another hash", $"^(?!{digest[7..]})[0-9a-f]{{64}}  /")];

    protected override IReadOnlyList<Promise> Verified => [new("the digest itself, then 0", $@"^{digest[7..]}\n0$")];

    protected override async Task FillInAsync(TestNode node)
    {
        digest = (await node.Containerd.CtrAsync("content", "ls", "-q")).Split('\n', StringSplitOptions.RemoveEmptyEntries)[0];
        Blanks["D=sha256:…"] = $"D={digest}";
        Blanks["-n k8s.io images pull REF"] = $"-n default images import {BusyboxImage.ArchivePath}";
        Blanks["-n k8s.io images rm --sync REF OTHER_NAME"] = $"-n default images rm --sync {BusyboxImage.Reference}";
    }

    protected override async Task InjectAsync(TestNode node)
    {
        Assert.DoesNotContain("libssl", await File.ReadAllTextAsync(node.PathOf($"/proc/{node.Exporter.Process.Pid}/maps")), StringComparison.Ordinal);
        await node.RunAsync("bash", "-c", $"printf x | dd of={ContainerdDaemon.BlobPath(digest)} bs=1 seek=9 conv=notrunc");
        var damaged = Expected.Parse("""containerd_content_damaged_blobs{kind="digest"} 1""");
        await Eventually.HoldsAsync("the scrub has passed", TimeSpan.FromSeconds(30), async () => (await node.Exporter.ScrapeAsync()).Has(damaged));
    }

    protected override Task RepairAsync(TestNode node) => FixAsync(node, 2);
}
