using ContainerdExporter.DaemonLog;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.DaemonLog;

/// <summary>On real files: every way in which a log is rotated, and a restart at any moment.</summary>
public sealed class FileLogTests : IDisposable
{
    private const string Error = "time=\"2026-01-01T02:00:00Z\" level=error msg=\"context deadline exceeded\"\n";

    private static readonly DateTimeOffset LongAgo = DateTimeOffset.UnixEpoch;

    private readonly TemporaryDirectory directory = new();
    private readonly LogTally tally = new(LogTotals.None);

    private string Path => directory.At("containerd.log");

    private long Counted => tally.Publish().Of(LogPattern.DeadlineExceeded).Count;

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Read_LinesInPieces_CountsEachOnce()
    {
        File.WriteAllText(Path, string.Empty);
        using var log = Open();
        foreach (var c in Error + Error)
        {
            File.AppendAllText(Path, c.ToString());
            Assert.True(Read(log));
        }

        Assert.Equal(2, Counted);
    }

    [Fact]
    public void Read_FileRenamedAndMadeAnew_ReadsTheRestOfTheOldOneFirst()
    {
        File.WriteAllText(Path, Error);
        using var log = Open();
        Read(log);
        File.AppendAllText(Path, Error + Error.TrimEnd('\n'));
        File.Move(Path, directory.At("containerd.log.1"));
        File.WriteAllText(Path, Error);
        Read(log);
        Read(log);

        Assert.Equal(4, Counted);
    }

    [Fact]
    public void Read_FileRenamedAndNotYetMadeAnew_Waits()
    {
        File.WriteAllText(Path, Error);
        using var log = Open();
        Read(log);
        File.Move(Path, directory.At("containerd.log.1"));
        Assert.True(Read(log));
        File.WriteAllText(Path, Error);
        Read(log);
        Read(log);

        Assert.Equal(2, Counted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("level=info msg=short\n")]
    [InlineData("level=info msg=\"longer than what was there before, so that its length alone does not tell\"\nlevel=info msg=\"longer than what was there before, so that its length alone does not tell\"\n")]
    public void Read_FileCopiedAndTruncated_BeginsAnew(string first)
    {
        File.WriteAllText(Path, "time=\"2026-01-01T02:00:00Z\" level=info msg=begin\n" + Error);
        using var log = Open();
        Read(log);
        using (var file = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(0);
            file.Write(System.Text.Encoding.UTF8.GetBytes(first + Error));
        }

        Read(log);
        Assert.Equal(2, Counted);
    }

    [Fact]
    public void Open_AtASavedPlace_GoesOnAfterTheLastWholeLine()
    {
        File.WriteAllText(Path, Error + Error[..10]);
        LogPlace place;
        using (var log = Open())
        {
            Read(log);
            place = log.Place!;
        }

        File.AppendAllText(Path, Error[10..] + Error);
        using var again = Open(place);
        Read(again);

        Assert.Equal(3, Counted);
    }

    [Fact]
    public void Open_AtASavedPlaceInAFileThatWasRenamedMeanwhile_ReadsItsRestAndThenTheNewOne()
    {
        File.WriteAllText(Path, Error);
        LogPlace place;
        using (var log = Open())
        {
            Read(log);
            place = log.Place!;
        }

        File.AppendAllText(Path, Error);
        File.Move(Path, directory.At("containerd-2026-11-24T00-00-00.000.log"));
        File.WriteAllText(Path, Error);
        using var again = Open(place);
        Read(again);
        Read(again);

        Assert.Equal(3, Counted);
    }

    [Fact]
    public void Open_AtASavedPlaceInAFileThatIsGone_ReadsAllOfTheNewOne()
    {
        File.WriteAllText(Path, Error + Error);
        LogPlace place;
        using (var log = Open())
        {
            Read(log);
            place = log.Place!;
        }

        File.WriteAllText(directory.At("other"), "level=info msg=other\n" + Error);
        File.Move(directory.At("other"), Path, overwrite: true);
        using var again = Open(place);
        Read(again);

        Assert.Equal(3, Counted);
    }

    [Fact]
    public void Open_WithoutAPlace_LeavesOutWhatIsOlder()
    {
        File.WriteAllText(Path, "panic: undated\n" + Error.Replace("T02", "T00", StringComparison.Ordinal) + Error + Error);
        using var log = Open(since: new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.Zero));
        Read(log);

        Assert.Equal(2, Counted);
        Assert.Equal(0, tally.Publish().Of(LogPattern.Panic).Count);
    }

    [Fact]
    public void Read_Flood_JudgesSomeAndCountsTheRest()
    {
        File.WriteAllText(Path, string.Concat(Enumerable.Repeat(Error, 10_000)));
        using var log = Open();
        Assert.True(log.Read(new LogBudget(2000, TimeSpan.FromMinutes(1), TimeProvider.System), tally));

        Assert.Equal(2000, Counted);
        Assert.Equal(8_000, tally.Publish().Skipped);
    }

    [Fact]
    public void Read_TimeIsUp_LeavesTheRestForTheNextLook()
    {
        File.WriteAllText(Path, string.Concat(Enumerable.Repeat(Error, 10_000)));
        using var log = Open();
        Assert.False(log.Read(new LogBudget(2000, TimeSpan.Zero, TimeProvider.System), tally));
        Assert.Equal(0, tally.Seen);
        Assert.True(log.Read(new LogBudget(30_000, TimeSpan.FromMinutes(1), TimeProvider.System), tally));
        Assert.Equal(10_000, Counted);
    }

    [Fact]
    public void Read_LineWithoutEnd_TakesBoundedMemoryAndCountsOnce()
    {
        using (var file = File.CreateText(Path))
        {
            file.Write("time=\"2026-01-01T02:00:00Z\" level=error msg=\"context deadline exceeded ");
            for (var i = 0; i < 100; i++)
            {
                file.Write(new string('x', 10_000));
            }

            file.Write("\"\n" + Error);
        }

        using var log = Open();
        Read(log);
        Assert.Equal(2, Counted);
        Assert.Equal(new FileInfo(Path).Length, log.Place!.File!.Offset);
    }

    [Fact]
    public void Open_DirectoryOrNothing_Refuses()
    {
        Assert.Throws<FileNotFoundException>(() => Open());
        Directory.CreateDirectory(Path);
        Assert.Throws<IOException>(() => Open());
    }

    [Fact]
    public void Read_RenamedFileWhosePlaceADirectoryTook_RefusesAtEachLook()
    {
        File.WriteAllText(Path, Error);
        LogPlace place;
        using (var log = Open())
        {
            Read(log);
            File.AppendAllText(Path, Error);
            File.Move(Path, directory.At("containerd.log.1"));
            Directory.CreateDirectory(Path);
            Assert.Contains("is no regular file", Assert.Throws<IOException>(() => Read(log)).Message, StringComparison.Ordinal);
            place = log.Place!;
        }

        using var again = Open(place);
        Assert.Throws<IOException>(() => Read(again));
        Assert.Equal(2, Counted);
    }

    private FileLog Open(LogPlace? place = null, DateTimeOffset? since = null)
    {
        var log = new FileLog(new HostPaths(), Path, TimeProvider.System);
        log.Open(place, since ?? LongAgo);
        return log;
    }

    private bool Read(FileLog log) => log.Read(new LogBudget(1000, TimeSpan.FromMinutes(1), TimeProvider.System), tally);
}
