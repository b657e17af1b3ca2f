using ContainerdExporter.Causes.Storage.Bolt;

namespace ContainerdExporter.Tests.Causes.Storage.Bolt;

/// <summary>The races of a reader without a lock.</summary>
public sealed class BoltCheckTests
{
    private const string Name = "metadata-1.6.20";
    private const int PageSize = 4096;

    private int pauses;

    [Fact]
    public void Run_SoundFile_TakesOneLook()
    {
        Assert.True(Check(new MemoryBoltFile(BoltFixture.Load(Name))).IsSound);
        Assert.Equal(0, pauses);
    }

    [Fact]
    public void Run_DamageThatStays_IsReportedAfterASecondLook()
    {
        Assert.Contains("is all zeroes", Check(Damaged()).Damage, StringComparison.Ordinal);
        Assert.Equal(1, pauses);
    }

    [Fact]
    public void Run_DamageThatIsGoneAtTheSecondLook_IsNone()
    {
        var file = Damaged();
        var verdict = Check(file, () => BoltFixture.Load(Name).CopyTo(file.Bytes, 0));
        Assert.True(verdict.IsSound);
    }

    [Fact]
    public void Run_DamageWhileCommitsGoOn_IsNoVerdict()
    {
        // The walk follows a root that the next commits replace: what it meets there proves nothing.
        var file = new Committing(Damaged().Bytes);
        Assert.NotNull(Check(file).Gap);
        Assert.Equal(0, pauses);
    }

    [Fact]
    public void Run_NoValidMetaPage_IsNoVerdict() => Assert.NotNull(Check(new MemoryBoltFile(new byte[1 << 16])).Gap);

    private BoltVerdict Check(IBoltFile file, Action? pause = null) =>
        BoltCheck.Run(file, BoltWalkLimits.Default, static () => false, () =>
        {
            pauses++;
            pause?.Invoke();
        });

    private static MemoryBoltFile Damaged()
    {
        var bytes = BoltFixture.Load(Name);
        bytes.AsSpan((int)BoltMetas.Read(new MemoryBoltFile(bytes)).Current!.Root * PageSize, PageSize).Clear();
        return new MemoryBoltFile(bytes);
    }

    /// <summary>Whenever the first meta page is read again, the other one is the current one.</summary>
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
