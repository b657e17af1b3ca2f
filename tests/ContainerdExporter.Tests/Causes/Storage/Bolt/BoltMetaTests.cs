using System.Buffers.Binary;
using ContainerdExporter.Causes.Storage.Bolt;

namespace ContainerdExporter.Tests.Causes.Storage.Bolt;

public sealed class BoltMetaTests
{
    public static TheoryData<string> Files => [.. BoltFixture.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_RealFile_FindsTwoConsecutiveCommits(string name)
    {
        var bytes = BoltFixture.Load(name);
        var metas = BoltMetas.Read(new MemoryBoltFile(bytes));

        Assert.True(metas.AreBothValid);
        Assert.Equal(1UL, Math.Max(metas.First!.Transaction, metas.Second!.Transaction) - Math.Min(metas.First.Transaction, metas.Second.Transaction));
        Assert.Equal(0UL, metas.First.Transaction % 2);
        Assert.True(metas.Current!.Transaction >= metas.First.Transaction && metas.Current.Transaction >= metas.Second.Transaction);
        Assert.Equal(4096, metas.Current.PageSize);
        Assert.True(metas.Current.FitsInto(bytes.Length));
        Assert.False(metas.Current.FitsInto(((long)metas.Current.HighWater * 4096) - 1));
        Assert.Equal(name == "metadata-2.1.9", metas.Current.Freelist == BoltMeta.NoFreelist);
    }

    [Fact]
    public void TryParse_AnyBitOfTheMetaFlipped_IsRefused()
    {
        var page = BoltFixture.Load("metadata-1.6.20")[..BoltMeta.Size];
        for (var bit = BoltPage.HeaderSize * 8; bit < BoltMeta.Size * 8; bit++)
        {
            page[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(BoltMeta.TryParse(page));
            page[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.NotNull(BoltMeta.TryParse(page));
        Assert.Null(BoltMeta.TryParse(page.AsSpan(0, BoltMeta.Size - 1)));
    }

    [Theory]
    [InlineData(2048, false)]
    [InlineData(4096, true)]
    [InlineData(5000, false)]
    [InlineData(65536, true)]
    [InlineData(131072, false)]
    public void TryParse_PageSize_IsAPowerOfTwoFrom4To64KiB(int pageSize, bool isValid) =>
        Assert.Equal(isValid, BoltMeta.TryParse(MetaOf(pageSize)) is not null);

    [Theory]
    [InlineData(4096)]
    [InlineData(16384)]
    [InlineData(65536)]
    public void Read_FirstPageLost_FindsTheSecondWhateverThePageSize(int pageSize)
    {
        var bytes = new byte[4 * pageSize];
        MetaOf(pageSize).CopyTo(bytes, pageSize);

        var metas = BoltMetas.Read(new MemoryBoltFile(bytes));
        Assert.Null(metas.First);
        Assert.Equal(pageSize, metas.Current?.PageSize);
    }

    [Fact]
    public void Read_MetaOfAnotherPageSizeAtThatOffset_IsNotTakenForTheSecond()
    {
        var bytes = new byte[64 << 10];
        MetaOf(16384).CopyTo(bytes, 4096);
        Assert.Null(BoltMetas.Read(new MemoryBoltFile(bytes)).Current);
    }

    /// <summary>A valid meta page with FNV-1a written down once more, by its definition.</summary>
    private static byte[] MetaOf(int pageSize)
    {
        var page = new byte[BoltMeta.Size];
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(16), 0xED0CDAED);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(20), 2);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(24), pageSize);
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(32), 3);
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(56), 4);
        var hash = page.Skip(16).Take(56).Aggregate(14695981039346656037UL, (sum, each) => unchecked((sum ^ each) * 1099511628211UL));
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(72), hash);
        return page;
    }
}
