using ContainerdExporter.Causes.Storage.Content;
using ContainerdExporter.Containerd;

namespace ContainerdExporter.Tests.Causes.Storage.Content;

public sealed class ContentComparisonTests
{
    [Fact]
    public void Of_DiskAndDatabaseAgree_FindsNothing() =>
        Assert.True(Compare(Blobs.Look(Blobs.Blob(1), Blobs.Blob(2)), (1, 10), (2, 10)).IsEmpty);

    [Fact]
    public void Of_EmptyFile_IsDamagedWhateverTheDatabaseSays()
    {
        var look = Blobs.Look(Blobs.Blob(1, size: 0));
        Assert.Equal(new BlobDamage(Blobs.Digest(1), DamageKind.Empty, 0, 10), Assert.Single(Compare(look, (1, 10)).Damages));
        Assert.Equal(new BlobDamage(Blobs.Digest(1), DamageKind.Empty, 0, null), Assert.Single(ContentComparison.Of(look, null).Damages));
    }

    [Fact]
    public void Of_BlobOfNothing_IsRightlyEmpty()
    {
        var blob = Blobs.Blob(1, size: 0) with { Digest = BlobDigest.OfNothing };
        Assert.Empty(ContentComparison.Of(Blobs.Look(blob), null).Damages);
        Assert.Empty(ContentComparison.Of(Blobs.Look(blob), new Dictionary<BlobDigest, long> { [BlobDigest.OfNothing] = 0 }).Damages);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    public void Of_OtherLength_IsDamaged(long size) =>
        Assert.Equal(new BlobDamage(Blobs.Digest(1), DamageKind.Size, size, 10), Assert.Single(Compare(Blobs.Look(Blobs.Blob(1, size)), (1, 10)).Damages));

    [Fact]
    public void Of_KnownBlobWithoutFile_IsMissing() =>
        Assert.Equal(new BlobDamage(Blobs.Digest(2), DamageKind.Missing, 0, 10), Assert.Single(Compare(Blobs.Look(Blobs.Blob(1)), (1, 10), (2, 10)).Damages));

    [Theory]
    [InlineData(-9, 0)]
    [InlineData(-11, 1)]
    public void Of_UnknownFile_IsLeakedOnceItIsOldEnough(int minutes, int leaked)
    {
        var blob = Blobs.Blob(1) with { Modified = Blobs.Now.AddMinutes(minutes).ToUnixTimeSeconds() };
        var difference = Compare(Blobs.Look(blob));
        Assert.Empty(difference.Damages);
        Assert.Equal(leaked, difference.Leaked?.Count);
    }

    [Fact]
    public void Of_DatabaseNotAsked_SaysNothingOfIt()
    {
        var difference = ContentComparison.Of(Blobs.Look(Blobs.Blob(1)), known: null);
        Assert.Null(difference.Leaked);
        Assert.Empty(difference.Damages);
    }

    [Fact]
    public void And_SecondLookAgreesInPart_KeepsThatPart()
    {
        var first = Compare(Blobs.Look(Blobs.Blob(1, 0), Blobs.Blob(5)), (1, 10), (2, 10), (3, 10));
        var second = Compare(Blobs.Look(Blobs.Blob(1, 0), Blobs.Blob(3), Blobs.Blob(6)), (1, 10), (2, 10), (3, 10));
        var both = second.And(first);
        Assert.Equal([(1, DamageKind.Empty), (2, DamageKind.Missing)], both.Damages.Select(damage => ((int)damage.Digest.Fourth, damage.Kind)));
        Assert.Empty(both.Leaked!);
    }

    private static ContentDifference Compare(StoreLook look, params (int Number, long Size)[] known) =>
        ContentComparison.Of(look, known.ToDictionary(each => Blobs.Digest(each.Number), each => each.Size));
}
