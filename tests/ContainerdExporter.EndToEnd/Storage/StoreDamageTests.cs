using ContainerdExporter.EndToEnd.Faults;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Storage;

/// <summary>
/// What can happen to containerd's store, on one release of it: seen by the next pass, and healed by what the runbook says. Nothing
/// here is healed by a new pull alone.
/// </summary>
public abstract class StoreDamageTests(string release)
{
    private const string Corrupt = "ContainerdMetadataCorrupt";
    private const string Damaged = "ContainerdContentDamaged";

    [Fact]
    public Task MetadataCutShort_IsTruncated_HealedByReset() => DamageAsync(
        node => node.WhileStoppedAsync($"truncate --size=40960 {ContainerdDaemon.MetadataPath}", survives: false),
        """containerd_database_state{database="metadata",state="truncated"} 1""",
        Corrupt,
        node => StoreReset.RunAsync(node.Node));

    [Fact]
    public Task MetadataPagesZeroed_AreCorrupt_HealedByReset() => DamageAsync(
        node => node.WhileStoppedAsync($"dd if=/dev/zero of={ContainerdDaemon.MetadataPath} bs=4096 seek=2 count=30 conv=notrunc status=none", survives: false),
        """containerd_database_state{database="metadata",state="corrupt"} 1""",
        Corrupt,
        node => StoreReset.RunAsync(node.Node));

    [Fact]
    public Task SnapshotterDatabaseRandom_IsCorrupt_HealedByReset() => DamageAsync(
        node => node.WhileStoppedAsync($"dd if=/dev/urandom of={ContainerdDaemon.OverlayMetadataPath} bs=4096 count=16 status=none"),
        """containerd_database_state{database="overlayfs",state="corrupt"} 1""",
        Corrupt,
        node => StoreReset.RunAsync(node.Node));

    /// <summary>The daemon is content with nothing. Only the snapshots tell that there was more.</summary>
    [Fact]
    public Task MetadataEmptied_IsOutdated_HealedByReset() => DamageAsync(
        async node =>
        {
            await node.ShellAsync("for i in $(seq 40); do ctr snapshots prepare one >/dev/null; ctr snapshots rm one; done");
            await node.RemoveImageAsync();
            await node.WhileStoppedAsync($"truncate --size=0 {ContainerdDaemon.MetadataPath}");
            Assert.Empty(await node.Containerd.CtrAsync("images", "ls", "-q"));
            await node.Containerd.ImportImageAsync(); // What is pulled again does not bring the rest back.
        },
        """containerd_database_state{database="metadata",state="outdated"} 1""",
        Corrupt,
        node => StoreReset.RunAsync(node.Node));

    /// <summary>No snapshot is there to tell; the blobs are, and have been for long.</summary>
    [Fact]
    public Task MetadataEmptiedBesideBlobsAlone_IsForgotten_HealedByReset() => DamageAsync(
        async node =>
        {
            await node.WhileStoppedAsync($"""
                truncate --size=0 {ContainerdDaemon.MetadataPath}
                rm -r {ContainerdDaemon.Root}/io.containerd.snapshotter.v1.overlayfs
                touch --date='1 hour ago' {ContainerdDaemon.ContentPath}/blobs/sha256/*
                """);
        },
        """containerd_content_blobs 3""",
        Corrupt,
        node => StoreReset.RunAsync(node.Node));

    [Fact]
    public Task OneLayerRemoved_IsAMissingSnapshot_HealedByRemovingTheImage() => DamageAsync(
        node => node.ShellAsync($"rm -r {ContainerdDaemon.SnapshotsPath}/$(ls {ContainerdDaemon.SnapshotsPath} | head -n 1)"),
        """containerd_snapshots_missing{snapshotter="overlayfs"} 1""",
        Damaged,
        node => node.RemoveImageAsync());

    [Fact]
    public Task AllSnapshotsRemoved_AreMissing_HealedByReset() => DamageAsync(
        async node =>
        {
            await node.ShellAsync($"rm -r {ContainerdDaemon.SnapshotsPath}");
            Assert.NotEqual(0, (await node.Node.TryRunAsync("ctr", "run", "--rm", BusyboxImage.Reference, "broken", "true")).ExitCode);
        },
        """containerd_snapshots_missing{snapshotter="overlayfs"} 1""",
        Damaged,
        node => StoreReset.RunAsync(node.Node));

    [Fact]
    public Task AllBlobsRemoved_AreMissing_HealedByRemovingTheImage() => DamageAsync(
        node => node.ShellAsync($"rm -r {ContainerdDaemon.ContentPath}/blobs"),
        """containerd_content_damaged_blobs{kind="missing"} 3""",
        Damaged,
        node => node.RemoveImageAsync());

    /// <param name="damage">What happens.</param>
    /// <param name="sample">What a scrape must show then.</param>
    /// <param name="alert">What the finding must be evidence for.</param>
    /// <param name="fix">What the runbook says.</param>
    private protected async Task DamageAsync(Func<StoreNode, Task> damage, string sample, string alert, Func<StoreNode, Task> fix)
    {
        await using var node = await StoreNode.StartAsync(release);
        await damage(node);
        await node.AssertFoundAsync(sample, alert);
        await fix(node);
        await node.AssertHealthyAsync();
    }
}

/// <summary>The release that most nodes of its age run. Its other damages go through the whole alerting chain, in Faults.</summary>
public sealed class StoreDamageOn16Tests() : StoreDamageTests(ContainerdRelease.Installed);

/// <summary>A current release, whose databases keep no list of free pages.</summary>
public sealed class StoreDamageOn21Tests() : StoreDamageTests(ContainerdRelease.Newest)
{
    private const string Corrupt = "ContainerdMetadataCorrupt";

    [Fact]
    public Task MetadataRandom_IsCorrupt_HealedByReset() => DamageAsync(
        node => node.WhileStoppedAsync($"dd if=/dev/urandom of={ContainerdDaemon.MetadataPath} bs=4096 count=64 status=none"),
        """containerd_database_state{database="metadata",state="corrupt"} 1""",
        Corrupt,
        node => StoreReset.RunAsync(node.Node));

    [Fact]
    public Task MetaPageLost_IsDegraded_HealedByTwoCommits() => DamageAsync(
        node => node.ShellAsync(MetaPages.LoseFirst),
        """containerd_database_state{database="metadata",state="degraded"} 1""",
        Corrupt,
        node => node.ShellAsync("ctr namespaces create meta-page-probe && ctr namespaces remove meta-page-probe"));

    [Fact]
    public async Task BlobsEmptyShortAndMissing_AreFound_HealedOneByOne()
    {
        string[] digests = [];
        await DamageAsync(
            async node =>
            {
                digests = await node.DigestsAsync();
                await node.ShellAsync($"""
                    truncate --size=0 {ContainerdDaemon.BlobPath(digests[0])}
                    truncate --size=7 {ContainerdDaemon.BlobPath(digests[1])}
                    rm {ContainerdDaemon.BlobPath(digests[2])}
                    """);
            },
            """containerd_content_damaged_blobs{kind="missing"} 1""",
            "ContainerdContentDamaged",
            node => node.ForgetBlobsAsync(digests));
    }

    [Fact]
    public Task BlobFlipped_IsFoundByTheScrub_HealedByRemovingTheImage() => DamageAsync(
        async node => await node.ShellAsync($"printf x | dd of={ContainerdDaemon.BlobPath((await node.DigestsAsync())[0])} bs=1 seek=9 conv=notrunc status=none"),
        """containerd_content_damaged_blobs{kind="digest"} 1""",
        "ContainerdContentDamaged",
        node => node.RemoveImageAsync());
}
