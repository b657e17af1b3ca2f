using ContainerdExporter.Linux;
using ContainerdExporter.Linux.KernelLog;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Linux.KernelLog;

public sealed class KernelLogReaderTests : IDisposable
{
    private readonly ScriptedLog log = new();
    private readonly RecordingListener listener = new();
    private readonly MemoryStore store = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task RunAsync_Backlog_IsReadInOrderAndPublished()
    {
        log.Write("one").Write("two");
        var reader = await RunAsync();
        Assert.Equal(["one", "two"], listener.Published);
        Assert.Equal(new KernelLogHealth(KernelLogStatus.Reading, null, 2, 0), reader.Health);
        Assert.True(reader.FirstLookAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task RunAsync_RecordsOfProcesses_AreCountedAndNotHandedOn()
    {
        log.Write("forged", priority: 11).Write("forged too", priority: 8).Write("real", priority: 3);
        var reader = await RunAsync();
        Assert.Equal(["real"], listener.Published);
        Assert.Equal(3, reader.Health.Records);
    }

    [Fact]
    public async Task RunAsync_Overrun_IsCountedAndSurvived()
    {
        log.Write("one").Then(() => log.Write("two").Write("three").Write("four").Overwrite(3).Fail(Errno.BrokenPipe));
        var reader = await RunAsync();
        Assert.Equal(["one", "four"], listener.Published);
        Assert.Equal(new KernelLogHealth(KernelLogStatus.Reading, null, 2, 2) { LastLoss = time.GetUtcNow() }, reader.Health);
        Assert.Equal(1, log.Opened);
    }

    [Fact]
    public async Task RunAsync_FirstRecordOfTheBufferIsNotTheFirstOfTheBoot_NothingIsLost()
    {
        log.NextSequence = 5000;
        log.Write("one");
        Assert.Equal(0, (await RunAsync()).Health.Lost);
    }

    [Fact]
    public async Task RunAsync_RecordAboveTheBuffer_IsSkipped()
    {
        log.Write("one").Fail(Errno.Invalid).Write("two");
        await RunAsync();
        Assert.Equal(["one", "two"], listener.Published);
    }

    [Fact]
    public async Task RunAsync_ReadFails_LogIsOpenedAgainAndNothingIsCountedTwice()
    {
        log.Write("one")
            .Then(() => log.Fail(Errno.InputOutput))
            .Then(() => log.Write("two"));
        var reader = await RunAsync();
        Assert.Equal(["one", "two"], listener.Published);
        Assert.Equal(2, log.Opened);
        Assert.Equal(KernelLogStatus.Reading, reader.Health.Status);
    }

    [Fact]
    public async Task RunAsync_LogEnds_IsAFailureAndNoBusyLoop()
    {
        log.Then(() => log.Fail(Errno.None));
        var reader = await RunAsync();
        Assert.Equal(KernelLogStatus.Failed, reader.Health.Status);
        Assert.Equal([TimeSpan.FromSeconds(1)], log.Pauses);
    }

    [Theory]
    [InlineData((int)Errno.NotFound, (int)KernelLogStatus.Unsupported)]
    [InlineData((int)Errno.NotPermitted, (int)KernelLogStatus.Denied)]
    [InlineData((int)Errno.AccessDenied, (int)KernelLogStatus.Denied)]
    [InlineData((int)Errno.InputOutput, (int)KernelLogStatus.Failed)]
    public async Task RunAsync_CannotOpen_TriesAgainEverMoreSlowly(int errno, int status)
    {
        log.OpenResult = (Errno)errno;
        for (var i = 0; i < 8; i++)
        {
            log.Then(() => { });
        }

        var reader = await RunAsync();
        Assert.Equal((KernelLogStatus)status, reader.Health.Status);
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], log.Pauses.Select(pause => pause.TotalSeconds));
        Assert.True(reader.FirstLookAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task RunAsync_PermissionIsGivenLater_Reads()
    {
        log.OpenResult = Errno.NotPermitted;
        log.Write("one").Then(() => log.OpenResult = Errno.None);
        Assert.Equal(KernelLogStatus.Reading, (await RunAsync()).Health.Status);
        Assert.Equal(["one"], listener.Published);
    }

    [Fact]
    public async Task RunAsync_Restart_GoesOnBehindTheSavedRecord()
    {
        log.Write("one").Write("two").Write("three");
        store.State = State(sequence: 2, records: 2, lost: 7);
        var reader = await RunAsync();
        Assert.Equal(["three"], listener.Published);
        Assert.Equal(40, listener.Restored);
        Assert.Equal(new KernelLogHealth(KernelLogStatus.Reading, null, 3, 7), reader.Health);
        Assert.Equal(3UL, store.State.Sequence);
    }

    [Fact]
    public async Task RunAsync_RestartAfterTheBufferMovedOn_CountsTheGapAsLost()
    {
        log.NextSequence = 100;
        log.Write("hundred");
        store.State = State(sequence: 90, records: 90, lost: 0);
        Assert.Equal(9, (await RunAsync()).Health.Lost);
    }

    [Fact]
    public async Task RunAsync_StateIsAheadOfTheLog_CountsFromTheStart()
    {
        log.Write("one").Write("two");
        store.State = State(sequence: 5000, records: 5000, lost: 3);
        var reader = await RunAsync();
        Assert.Equal(["one", "two"], listener.Published);
        Assert.Equal(0, listener.Restored);
        Assert.Equal(new KernelLogHealth(KernelLogStatus.Reading, null, 2, 0), reader.Health);
    }

    [Fact]
    public async Task RunAsync_HalfAMessage_IsNeitherSavedNorPublished()
    {
        log.Write("one").Then(() => log.Write("half")).Then(() =>
        {
            Assert.Equal(["one"], listener.Published);
            Assert.Equal([1UL], store.Saved);
            log.Write("whole");
        });
        await RunAsync();
        Assert.Equal(["one", "half", "whole"], listener.Published);
        Assert.Equal([1UL, 3UL], store.Saved);
    }

    [Fact]
    public async Task RunAsync_OtherHalfNeverComes_IsSettledWhenTheLogIsQuiet()
    {
        log.StaysQuiet = true;
        log.Write("half").Then(() => { }).Then(() => { });
        await RunAsync();
        Assert.Equal(1, listener.SettleCalls);
        Assert.Equal(["half"], listener.Published);
    }

    [Fact]
    public async Task RunAsync_NothingToSaveTo_StillPublishes()
    {
        store.IsBroken = true;
        log.Write("one").Then(() => log.Write("two"));
        await RunAsync();
        Assert.Equal(["one", "two"], listener.Published);
    }

    [Fact]
    public async Task RunAsync_RecordsThatChangeNothing_AreSavedNowAndThen()
    {
        log.Write("one")
            .Then(() => log.Write("nothing"))
            .Then(() => Assert.Equal([1UL], store.Saved))
            .Then(() => time.Advance(TimeSpan.FromSeconds(11)))
            .Then(() => Assert.Equal([1UL, 2UL], store.Saved));
        await RunAsync();
        Assert.Equal([1UL, 2UL], store.Saved);
    }

    [Fact]
    public async Task RunAsync_Flood_PublishesWithoutAQuietMoment()
    {
        var seen = 0;
        log.Write("first").Then(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                log.Write($"{i}");
            }

            seen = listener.Published.Count;
        });
        await RunAsync();
        Assert.Equal(1, seen);
        Assert.Equal(1001, listener.Published.Count);
        Assert.Equal(5, store.Saved.Count); // After the first record, after each 256 of the flood, and at its end.
    }

    [Fact]
    public async Task RunAsync_BacklogAndLiveRecords_AreDatedByTheKernelAndByOurClock()
    {
        time.Advance(TimeSpan.FromHours(1));
        var up = TimeSpan.FromSeconds((double)time.GetTimestamp() / time.TimestampFrequency);
        log.Write("old", microseconds: (long)(up - TimeSpan.FromMinutes(10)).TotalMicroseconds)
            .Then(() => log.Write("new", microseconds: 1));
        await RunAsync();
        Assert.Equal(time.GetUtcNow() - TimeSpan.FromMinutes(10), listener.Times[0], TimeSpan.FromMilliseconds(1));
        Assert.Equal(time.GetUtcNow(), listener.Times[1]);
    }

    [Fact]
    public async Task RunAsync_GarbageInTheLog_IsIgnored()
    {
        log.Write("one").Write(string.Empty).Write("\0\0");
        Assert.Equal(3, (await RunAsync()).Health.Records);
    }

    private static KernelLogState State(ulong sequence, long records, long lost) => new()
    {
        BootId = "boot",
        Sequence = sequence,
        Records = records,
        Lost = lost,
        Totals = new(StringComparer.Ordinal) { ["recording"] = new(StringComparer.Ordinal) { ["texts"] = 40 } },
    };

    private async Task<KernelLogReader> RunAsync()
    {
        var reader = new KernelLogReader(log, [listener], store, time, NullLogger.Instance);
        await reader.RunAsync(log.Stopped).WaitAsync(TimeSpan.FromSeconds(10));
        return reader;
    }
}
