using System.Text;
using ContainerdExporter.Causes.Disk;
using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.Tests.Causes.Disk;

public sealed class ForcedReadOnlyTests
{
    private const string Remount = "EXT4-fs (dm-0): Remounting filesystem read-only";

    [Theory]
    [InlineData("EXT4-fs (dm-0): mounted filesystem with ordered data mode. Quota mode: none.")] // 6.1
    [InlineData("EXT4-fs (dm-0): mounted filesystem 04d9fedb-d05c-4f15-b989-d7d4d44c130d r/w with ordered data mode. Quota mode: none.")] // 6.18
    public void Observe_RemountAndThenANewMount_HoldsUntilThere(string mount)
    {
        var forced = new ForcedReadOnly();
        Assert.True(Observe(forced, Remount));
        Assert.True(forced.Holds("dm-0"));
        Assert.False(Observe(forced, Remount));
        Assert.True(Observe(forced, mount));
        Assert.False(forced.Holds("dm-0"));
    }

    [Theory]
    [InlineData("EXT4-fs (dm-0): re-mounted. Quota mode: none.")]
    [InlineData("EXT4-fs (dm-1): mounted filesystem with ordered data mode.")]
    [InlineData("XFS (dm-0): mounted filesystem")]
    public void Observe_OtherLines_DoNotEndIt(string line)
    {
        var forced = new ForcedReadOnly();
        Observe(forced, Remount);
        Assert.False(Observe(forced, line));
        Assert.True(forced.Holds("dm-0"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("EXT4-fs (")]
    [InlineData("EXT4-fs (): Remounting filesystem read-only")]
    [InlineData("EXT4-fs (dm-0) Remounting filesystem read-only")]
    [InlineData("EXT4-fs (a name that is longer than any block device's): Remounting filesystem read-only")]
    [InlineData("EXT4-fs warning (device dm-0): Remounting filesystem read-only")]
    [InlineData("systemd: EXT4-fs (dm-0): Remounting filesystem read-only")]
    public void Observe_NotTheKernelsWords_ChangesNothing(string line) => Assert.False(Observe(new ForcedReadOnly(), line));

    [Fact]
    public void Restore_OfWhatWasSaved_HoldsTheSame()
    {
        var forced = new ForcedReadOnly();
        Observe(forced, Remount);
        var next = new ForcedReadOnly();
        next.Restore(forced.Save());
        Assert.False(next.Holds("dm-0"));
        next.Publish();
        Assert.True(next.Holds("dm-0"));
    }

    [Fact]
    public void Observe_DevicesWithoutEnd_AreBounded()
    {
        var forced = new ForcedReadOnly();
        for (var i = 0; i < 1000; i++)
        {
            Observe(forced, $"EXT4-fs (sd{i}): Remounting filesystem read-only");
        }

        Assert.Equal(64, forced.Save().Count);
    }

    private static bool Observe(ForcedReadOnly forced, string text)
    {
        var changed = forced.Observe(
            new KernelRecord { Sequence = 1, Facility = 0, Microseconds = 1, IsContinuation = false, Text = Encoding.ASCII.GetBytes(text) },
            DateTimeOffset.UnixEpoch);
        forced.Publish();
        return changed;
    }
}
