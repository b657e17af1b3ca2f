using System.Text;
using ContainerdExporter.Causes.Storage.Bolt;
using ContainerdExporter.Causes.Storage.Snapshots;

namespace ContainerdExporter.Tests.Causes.Storage.Bolt;

/// <summary>What a walk shows of real files, against what was put into them: 3 images of 5 layers, 2 containers.</summary>
public sealed class BoltVisitorTests
{
    [Theory]
    [InlineData("overlayfs-1.6.20")]
    [InlineData("overlayfs-2.1.9")]
    public void Catalog_RealSnapshotter_ListsItsSnapshots(string name)
    {
        var catalog = new SnapshotCatalog();
        Check(new MemoryBoltFile(BoltFixture.Load(name)), catalog);
        var records = catalog.Records!;
        Assert.Equal(15, records.Count(record => record.Kind == SnapshotKind.Committed));
        Assert.All(records, record => Assert.NotEqual(0UL, record.Id));
        Assert.Equal(records.Count, records.Select(record => record.Id).Distinct().Count());
        Assert.All(records.Where(record => record.Kind == SnapshotKind.Committed), record => Assert.InRange(record.Bytes, 1, 1 << 20));
    }

    [Theory]
    [InlineData("1.6.20")]
    [InlineData("2.1.9")]
    public void Numbers_RealMetadata_CoverThoseOfItsSnapshotter(string release)
    {
        var (catalog, numbers) = (new SnapshotCatalog(), new SnapshotNumbers());
        Check(new MemoryBoltFile(BoltFixture.Load($"overlayfs-{release}")), catalog);
        Check(new MemoryBoltFile(BoltFixture.Load($"metadata-{release}")), numbers);
        var (space, highest) = Assert.Single(catalog.HighestNumbers);
        Assert.Equal(("default", true), (space, numbers.IsComplete));
        Assert.InRange(highest, 15UL, numbers.Given("default", "overlayfs"));
        Assert.False(numbers.IsBehind("default", "overlayfs", numbers.Given("default", "overlayfs") + 1)); // about to be committed
        Assert.True(numbers.IsBehind("default", "overlayfs", numbers.Given("default", "overlayfs") + 2));
        Assert.True(numbers.Given("gone", "overlayfs") > highest); // a namespace that was removed: as many as commits
    }

    [Fact]
    public void Numbers_DatabaseBegunAnew_AreBehind()
    {
        var numbers = new SnapshotNumbers();
        Check(new MemoryBoltFile(BoltFixture.Load("fresh-1.6.20")), numbers);
        Assert.True(numbers.IsBehind("default", "overlayfs", 30));
        Assert.False(numbers.IsBehind("default", "overlayfs", 0));
    }

    [Fact]
    public void Walk_RealMetadata_ShowsEveryImageInItsNamespace()
    {
        var images = new Names(["v1", "default", "images"]);
        Check(new MemoryBoltFile(BoltFixture.Load("metadata-1.6.20")), images);
        Assert.Equal(["localhost/i1:1", "localhost/i2:1", "localhost/i3:1"], images.Found);
    }

    [Fact]
    public void Check_CommitsWithoutAPause_ShowNothingAsOneState()
    {
        var catalog = new SnapshotCatalog();
        Check(new Committing(BoltFixture.Load("overlayfs-1.6.20")), catalog);
        Assert.Null(catalog.Records);
    }

    [Theory]
    [InlineData(new byte[] { 0 }, 0)]
    [InlineData(new byte[] { 1 }, 1)]
    [InlineData(new byte[] { 0xac, 0x02 }, 300)]
    [InlineData(new byte[] { 0x80 }, 0)]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 }, 0)]
    public void ReadVarint_Bytes_AreReadOrZero(byte[] bytes, ulong value) => Assert.Equal(value, SnapshotCatalog.ReadVarint(bytes));

    private static void Check(IBoltFile file, IBoltVisitor visitor) =>
        BoltCheck.Run(file, BoltWalkLimits.Default, static () => false, static () => { }, visitor);

    /// <summary>The buckets below a path of buckets.</summary>
    private sealed class Names(string[] below) : IBoltVisitor
    {
        private readonly List<string> path = [];

        public List<string> Found { get; } = [];

        public void Begin(ulong transaction) => Found.Clear();

        public void Bucket(int depth, ReadOnlySpan<byte> name, ulong sequence)
        {
            path.RemoveRange(depth - 1, path.Count - depth + 1);
            path.Add(Encoding.UTF8.GetString(name));
            if (path.Count == below.Length + 1 && path.Take(below.Length).SequenceEqual(below))
            {
                Found.Add(path[^1]);
            }
        }

        public void Value(int depth, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Assert.True(depth == path.Count || depth < path.Count);

        public void End()
        {
        }
    }

    /// <summary>Every second look at the first meta page finds another commit.</summary>
    private sealed class Committing(byte[] bytes) : MemoryBoltFile(bytes)
    {
        private int looks;

        public override int Read(long offset, Span<byte> buffer)
        {
            var count = base.Read(offset, buffer);
            if (offset == 0 && ++looks % 2 == 0)
            {
                buffer.Clear();
            }

            return count;
        }
    }
}
