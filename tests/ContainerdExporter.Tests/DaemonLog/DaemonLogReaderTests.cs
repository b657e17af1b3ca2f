using System.Text;
using ContainerdExporter.DaemonLog;
using ContainerdExporter.Linux;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.DaemonLog;

/// <summary>The reader over restarts and failures, on a log that the test writes. Its thread is real; its clock too.</summary>
public sealed class DaemonLogReaderTests : IDisposable
{
    private static readonly LogTarget[] Target = [new("/run/a.sock", "a.service", null)];

    private readonly TemporaryDirectory directory = new();
    private readonly ScriptedDaemonLog log = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Reader_StartedAgain_CountsOnWhereItWas()
    {
        log.Lines.AddRange(["panic: one", "x"]);
        Assert.Equal(1, Panics(await LookAsync(reading => Panics(reading) == 1)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(directory.At("journal.json")));
        log.Lines.AddRange(["panic: two", "go.etcd.io/bbolt.Open()"]);
        var reading = await LookAsync(reading => reading.Totals.Of(LogPattern.DatabasePanic).Count == 1);

        Assert.Equal(1, Panics(reading));
        Assert.Equal("panic: one", reading.Totals.Of(LogPattern.Panic).Last.Single().Text);
        Assert.Equal(4, reading.Totals.Lines[LogSeverity.Other]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"logs":{"/run/a.sock":null}}""")]
    [InlineData("""{"logs":{"/run/a.sock":{"source":"journal:a.service","place":{"cursor":"1"},"patterns":{"panic":{"count":-1,"last":[]}},"lines":{},"skipped":0}}}""")]
    [InlineData("""{"logs":{"/run/a.sock":{"source":"journal:other.service","place":{"cursor":"1"},"patterns":{"panic":{"count":7,"last":[]}},"lines":{},"skipped":0}}}""")]
    public async Task Reader_StateThatIsNone_BeginsAnew(string state)
    {
        directory.Write("journal.json", state);
        log.Lines.AddRange(["panic: one", "x"]);

        Assert.Equal(1, Panics(await LookAsync(reading => Panics(reading) > 0)));
    }

    [Fact]
    public async Task Reader_StateOnlyRead_IsLeftAsItIs()
    {
        log.Lines.AddRange(["panic: one", "x"]);
        await LookAsync(reading => Panics(reading) == 1, isReadOnly: true);

        Assert.False(File.Exists(directory.At("journal.json")));
    }

    [Fact]
    public async Task Reader_LogThatCannotBeOpened_SaysWhy()
    {
        log.Failure = new LogException(LogStatus.Denied, "no");

        var reading = await LookAsync(reading => reading.Status == LogStatus.Denied);
        Assert.Equal("no", reading.Detail);
    }

    [Fact]
    public void Look_LogThatFails_IsTriedAgainAfterAWhileAndReadOn()
    {
        var time = new FakeTimeProvider();
        log.Lines.AddRange(["panic: one", "x"]);
        using var followed = new FollowedLog(Target[0], saved: null, time.GetUtcNow(), _ => log, time);
        Assert.True(Look());
        Assert.True(Look()); // The log is quiet: the panic is one.
        Assert.False(Look());

        log.Failure = new IOException("gone");
        Assert.True(Look());
        Assert.Equal((LogStatus.Failed, "gone"), (followed.Reading.Status, followed.Reading.Detail));
        log.Failure = null;
        log.Lines.AddRange(["panic: two", "x"]);
        Assert.False(Look());
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(Look());
        Assert.True(Look());
        Assert.Equal((LogStatus.Reading, 2L), (followed.Reading.Status, followed.Totals.Of(LogPattern.Panic).Count));

        bool Look() => followed.Look(new LogBudget(10, TimeSpan.FromMinutes(1), time));
    }

    [Fact]
    public void Save_PanicThatWaitsForItsStack_IsNotYetAPlace()
    {
        var time = new FakeTimeProvider();
        log.Lines.AddRange(["panic: one"]);
        using var followed = new FollowedLog(Target[0], saved: null, time.GetUtcNow(), _ => log, time);
        followed.Look(new LogBudget(10, TimeSpan.FromMinutes(1), time));
        Assert.Null(followed.Save());
        followed.Look(new LogBudget(10, TimeSpan.FromMinutes(1), time));
        Assert.Equal(1, followed.Save()!.Patterns["panic"].Count);
    }

    private static long Panics(LogReading reading) => reading.Totals.Of(LogPattern.Panic).Count;

    /// <summary>Runs a reader until a reading is as wanted, and ends it.</summary>
    private async Task<LogReading> LookAsync(Func<LogReading, bool> isWanted, bool isReadOnly = false)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var reader = new DaemonLogReader(_ => log.Failure is LogException e ? throw e : log, new DaemonLogStateFile(directory.Path, isReadOnly, new IsolatedCalls(TimeProvider.System), NullLogger.Instance), TimeProvider.System);
        var running = reader.RunAsync(stop.Token);
        reader.Follow(Target);
        LogReading? reading = null;
        for (var tries = 0; tries < 500 && (reading is null || !isWanted(reading)); tries++)
        {
            await Task.Delay(20, stop.Token);
            reading = reader.ReadingsOf(Target)?.Single();
        }

        await stop.CancelAsync();
        await running;
        Assert.Null(reader.ReadingsOf(Target));
        return reading ?? throw new TimeoutException("the reader has not looked");
    }

    /// <summary>Lines with their numbers as cursors.</summary>
    private sealed class ScriptedDaemonLog : IDaemonLog
    {
        private int next;

        public List<string> Lines { get; } = [];

        public Exception? Failure { get; set; }

        public LogPlace? Place => next == 0 ? null : new LogPlace(next.ToString(System.Globalization.CultureInfo.InvariantCulture), File: null);

        public void Open(LogPlace? place, DateTimeOffset since) =>
            next = place is { Cursor: { } cursor } ? int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture) : 0;

        public bool Read(LogBudget budget, LogTally tally)
        {
            if (Failure is not null)
            {
                throw Failure;
            }

            for (; next < Lines.Count; next++)
            {
                tally.Take(Encoding.UTF8.GetBytes(Lines[next]), DateTimeOffset.UtcNow);
            }

            return true;
        }

        public void Dispose()
        {
            // Its lines are the test's.
        }
    }
}
