using System.Buffers.Binary;
using ContainerdExporter.Causes.Storage.Bolt;

namespace ContainerdExporter.Tests.Causes.Storage.Bolt;

public sealed class BoltWalkTests
{
    private const int PageSize = 4096;

    public static TheoryData<string> Files => [.. BoltFixture.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Run_RealFile_IsSoundToItsLastPage(string name)
    {
        var verdict = BoltFixture.Walk(BoltFixture.Load(name));
        Assert.True(verdict.IsSound, verdict.ToString());
        Assert.True(verdict.Pages > 5);
    }

    [Fact]
    public void Run_RealFiles_HoldEveryKindOfPage()
    {
        var kinds = BoltFixture.Names.SelectMany(name => PagesOf(BoltFixture.Load(name))).ToList();
        Assert.Contains(kinds, page => page.Kind == BoltPageKind.Branch);
        Assert.Contains(kinds, page => page.Kind == BoltPageKind.Leaf);
        Assert.Contains(kinds, page => page.Kind == BoltPageKind.Freelist);
        Assert.Contains(kinds, page => page.Overflow > 0);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Run_AnyPageInUseZeroed_IsFoundAndNamed(string name)
    {
        var bytes = BoltFixture.Load(name);
        foreach (var (id, _, _) in PagesOf(bytes))
        {
            var damaged = (byte[])bytes.Clone();
            damaged.AsSpan(id * PageSize, PageSize).Clear();
            Assert.Equal($"page {id} is all zeroes", BoltFixture.Walk(damaged).Damage);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Run_AnyPageInUseOverwrittenByAnother_IsFound(string name)
    {
        var bytes = BoltFixture.Load(name);
        var pages = PagesOf(bytes);
        foreach (var (id, _, _) in pages)
        {
            var other = pages.First(page => page.Id != id).Id;
            var damaged = (byte[])bytes.Clone();
            bytes.AsSpan(other * PageSize, PageSize).CopyTo(damaged.AsSpan(id * PageSize));
            Assert.Equal($"page {id} says that it is page {other}", BoltFixture.Walk(damaged).Damage);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Run_FilesOfOtherPages_AreNotRead(string name)
    {
        // Pages that no one refers to may hold anything: a commit is being written there.
        var bytes = BoltFixture.Load(name);
        var file = new MemoryBoltFile(bytes);
        BoltFixture.Walk(file, BoltWalkLimits.Default);
        var damaged = Enumerable.Repeat((byte)0xff, bytes.Length).ToArray();
        foreach (var (offset, length) in file.Reads)
        {
            bytes.AsSpan((int)offset, length).CopyTo(damaged.AsSpan((int)offset));
        }

        Assert.True(BoltFixture.Walk(damaged).IsSound);
    }

    [Fact]
    public void Run_BranchThatPointsToItself_Ends()
    {
        var bytes = BoltFixture.Load("metadata-1.6.20");
        var branch = PagesOf(bytes).First(page => page.Kind == BoltPageKind.Branch).Id;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan((branch * PageSize) + BoltPage.HeaderSize + 8), (ulong)branch);
        Assert.Equal($"page {branch} is referred to, and is used elsewhere too", BoltFixture.Walk(bytes).Damage);
    }

    [Fact]
    public void Run_ChildrenOfABranchSwapped_IsFoundByTheirKeys()
    {
        var bytes = BoltFixture.Load("metadata-1.6.20");
        var branch = PagesOf(bytes).First(page => page.Kind == BoltPageKind.Branch).Id;
        var first = bytes.AsSpan((branch * PageSize) + BoltPage.HeaderSize + 8, 8);
        var second = bytes.AsSpan((branch * PageSize) + BoltPage.HeaderSize + 16 + 8, 8);
        var saved = first.ToArray();
        second.CopyTo(first);
        saved.CopyTo(second);
        Assert.EndsWith("has keys that belong elsewhere", BoltFixture.Walk(bytes).Damage, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FreePageThatIsInUse_IsFound()
    {
        var bytes = BoltFixture.Load("metadata-1.6.20");
        var pages = PagesOf(bytes);
        var leaf = pages.First(page => page.Kind == BoltPageKind.Leaf).Id;
        var list = pages.Single(page => page.Kind == BoltPageKind.Freelist).Id;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan((list * PageSize) + BoltPage.HeaderSize), (ulong)leaf);
        Assert.Equal($"page {leaf} is listed as free, and is used elsewhere too", BoltFixture.Walk(bytes).Damage);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Run_FileCutAnywhere_IsFound(string name)
    {
        var bytes = BoltFixture.Load(name);
        var last = PagesOf(bytes).Max(page => page.Id + page.Overflow);
        for (var pages = 2; pages <= last; pages++)
        {
            Assert.NotNull(BoltFixture.Walk(bytes[..(pages * PageSize)]).Damage);
        }
    }

    [Fact]
    public void Run_TooManyPagesTooMuchMemoryOrTooLong_IsNoVerdict()
    {
        var file = new MemoryBoltFile(BoltFixture.Load("metadata-1.6.20"));
        Assert.NotNull(BoltFixture.Walk(file, new BoltWalkLimits { FilePages = 8 }).Gap);
        Assert.NotNull(BoltFixture.Walk(file, new BoltWalkLimits { Memory = 2 * PageSize }).Gap);
        Assert.NotNull(BoltWalk.Run(file, BoltMetas.Read(file).Current!, BoltWalkLimits.Default, () => true).Gap);
    }

    /// <summary>The pages that a walk reads.</summary>
    private static List<(int Id, BoltPageKind Kind, uint Overflow)> PagesOf(byte[] bytes)
    {
        var file = new MemoryBoltFile(bytes);
        BoltFixture.Walk(file, BoltWalkLimits.Default);
        return
        [
            .. file.Reads
                .Where(read => read.Length == PageSize && read.Offset >= 2 * PageSize)
                .Select(read => (int)(read.Offset / PageSize))
                .Where(id => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(id * PageSize)) == (ulong)id)
                .Distinct()
                .Select(id => (id, new BoltPage(bytes.AsSpan(id * PageSize, PageSize)).Kind, new BoltPage(bytes.AsSpan(id * PageSize, PageSize)).Overflow)),
        ];
    }
}
