using ContainerdExporter.Causes.Storage.Bolt;
using CsCheck;

namespace ContainerdExporter.Tests.Causes.Storage.Bolt;

/// <summary>Whatever a file holds, reading it ends, in bounded time and without an exception.</summary>
public sealed class BoltPropertyTests
{
    private const int PageSize = 4096;

    private static readonly byte[][] Real = [.. BoltFixture.Names.Select(BoltFixture.Load)];

    /// <summary>Overwrites that leave the meta pages alone, so that the walk sees them.</summary>
    private static readonly Gen<(int Offset, byte[] Bytes)[]> Scratches =
        Gen.Select(Gen.Int[2 * PageSize, (1 << 18) - 1], Gen.Byte.Array[1, 24]).Array[1, 12];

    /// <summary>Small numbers where counts, offsets and page ids are: more likely to be followed than random ones.</summary>
    private static readonly Gen<(int Offset, byte[] Bytes)[]> Headers =
        Gen.Select(Gen.Int[2, 63], Gen.Int[0, 63], Gen.Int[0, 63], (page, field, value) => ((page * PageSize) + (field * 4), BitConverter.GetBytes(value))).Array[1, 6];

    [Fact]
    public void Check_AnyBytes_Ends() => Gen.Byte.Array[0, 3 * PageSize].Sample(bytes => { Read(bytes); }, iter: 2000);

    [Fact]
    public void Check_RealFileScratchedAnywhere_Ends() =>
        Gen.Select(Gen.Int[0, Real.Length - 1], Scratches).Sample((file, scratches) => { Read(Scratched(Real[file], scratches)); }, iter: 3000);

    [Fact]
    public void Check_RealFileWithOtherNumbers_Ends() =>
        Gen.Select(Gen.Int[0, Real.Length - 1], Headers).Sample((file, scratches) => { Read(Scratched(Real[file], scratches)); }, iter: 3000);

    /// <summary>A walk reads each page at most once, so that it ends however the pages refer to each other.</summary>
    [Fact]
    public void Walk_RealFileScratchedAnywhere_ReadsNoMoreThanTheFile() =>
        Gen.Select(Gen.Int[0, Real.Length - 1], Headers).Sample(
            (index, scratches) =>
            {
                var file = new MemoryBoltFile(Scratched(Real[index], scratches));
                if (BoltMetas.Read(file).Current is { } meta)
                {
                    BoltWalk.Run(file, meta, BoltWalkLimits.Default, static () => false);
                    Assert.True(file.Reads.Sum(read => (long)read.Length) <= file.Length + PageSize);
                }
            },
            iter: 1000);

    private static void Read(byte[] bytes)
    {
        var verdict = BoltCheck.Run(new MemoryBoltFile(bytes), BoltWalkLimits.Default, static () => false, static () => { });
        Assert.False(verdict is { Damage: not null, Gap: not null });
    }

    private static byte[] Scratched(byte[] bytes, (int Offset, byte[] Bytes)[] scratches)
    {
        var copy = (byte[])bytes.Clone();
        foreach (var (offset, scratch) in scratches)
        {
            if (offset + scratch.Length <= copy.Length)
            {
                scratch.CopyTo(copy, offset);
            }
        }

        return copy;
    }
}
