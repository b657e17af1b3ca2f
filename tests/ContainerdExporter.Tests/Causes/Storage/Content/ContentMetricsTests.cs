using System.Text;
using ContainerdExporter.Causes.Storage.Content;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Tests.Causes.Storage.Content;

public sealed class ContentMetricsTests
{
    private static readonly StoreLook Look = Blobs.Look(Blobs.Blob(1), Blobs.Blob(2, 0)) with { Ingests = 1, OldestIngest = Blobs.Now };
    private static readonly BlobDamage Empty = new(Blobs.Digest(2), DamageKind.Empty, 0, 10);

    [Fact]
    public async Task Export_EverythingKnown_HasAllSeries()
    {
        var scrub = new ScrubSample(500, 0.5, Blobs.Now, [new BlobDamage(Blobs.Digest(1), DamageKind.Digest, 10, null), Empty with { Kind = DamageKind.Digest }]);
        Assert.Equal(
            [
                """containerd_content_blobs{address="/a"} 2""",
                """containerd_content_bytes{address="/a"} 10""",
                """containerd_content_damaged_blobs{address="/a",kind="digest"} 1""",
                """containerd_content_damaged_blobs{address="/a",kind="empty"} 1""",
                """containerd_content_damaged_blobs{address="/a",kind="missing"} 0""",
                """containerd_content_damaged_blobs{address="/a",kind="size"} 0""",
                """containerd_content_ingests{address="/a"} 1""",
                """containerd_content_leaked_bytes{address="/a"} 10""",
                """containerd_content_oldest_ingest_timestamp_seconds{address="/a"} 1700000000""",
                """containerd_content_scrub_bytes_total{address="/a"} 500""",
                """containerd_content_scrub_last_completed_timestamp_seconds{address="/a"} 1700000000""",
                """containerd_content_scrub_progress_ratio{address="/a"} 0.5""",
            ],
            await ExportAsync(Store(new ContentDifference([Empty], [Blobs.Blob(1)]), gap: null, scrub)));
    }

    [Fact]
    public async Task Export_DatabaseAndScrubUnknown_LeavesOutWhatDependsOnThem()
    {
        var lines = await ExportAsync(Store(new ContentDifference([Empty], Leaked: null), gap: "no answer", scrub: null));
        Assert.Equal(
            ["""containerd_content_damaged_blobs{address="/a",kind="empty"} 1"""],
            lines.Where(line => line.Contains("damaged", StringComparison.Ordinal) || line.Contains("leaked", StringComparison.Ordinal) || line.Contains("scrub", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Export_NoState_WritesNothing() => Assert.Empty(await ExportAsync(new StoreSample("/a", null, null, "x")));

    [Fact]
    public void Findings_DamagedBlobs_AreListedUpToTwenty()
    {
        var damages = Enumerable.Range(1, 30).Select(i => new BlobDamage(Blobs.Digest(i), i % 2 == 0 ? DamageKind.Size : DamageKind.Missing, 5, 10)).ToList();
        var finding = Assert.Single(ContentFindings.Of(new ContentSample([Store(new ContentDifference(damages, []), null, null)])));
        Assert.Equal("ContainerdContentDamaged", finding.Alert);
        Assert.Equal("Blobs of images are damaged: 15 of the wrong size, 15 missing on disk.", finding.Summary);
        Assert.Equal(21, finding.Evidence.Count);
        Assert.Equal($"{Blobs.Digest(2)} has 5 bytes and should have 10", finding.Evidence[0].Value);
        Assert.Equal("10", finding.Evidence[20].Value);
    }

    [Fact]
    public void Findings_SoundStore_AreNone() =>
        Assert.Empty(ContentFindings.Of(new ContentSample([Store(new ContentDifference([], [.. Look.Blobs.Skip(1)]), null, null)])));

    [Fact]
    public void Findings_DatabaseKnowsNoBlob_SayThatItWasLost()
    {
        var finding = Assert.Single(ContentFindings.Of(new ContentSample([Store(new ContentDifference([], Look.Blobs), null, null)])));
        Assert.Equal(("ContainerdMetadataCorrupt", Severity.Warning), (finding.Alert, finding.Severity));
    }

    private static StoreSample Store(ContentDifference difference, string? gap, ScrubSample? scrub) =>
        new("/a", new ContentState(Look, difference, gap), scrub, Problem: null);

    private static async Task<List<string>> ExportAsync(params StoreSample[] stores)
    {
        var sink = new MetricSink();
        ContentMetrics.Export(new ContentSample(stores), sink);
        using var text = new MemoryStream();
        await sink.Registry.CollectAndExportAsTextAsync(text);
        return [.. Encoding.UTF8.GetString(text.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Order(StringComparer.Ordinal)];
    }
}
