using ContainerdExporter.Diagnosis;
using ContainerdExporter.Diagnosis.Timeline;
using ContainerdExporter.Hosting;
using ContainerdExporter.Tests.Consistency;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Hosting;

/// <summary>What is remembered is kept on disk, and what lies there is not trusted.</summary>
public sealed class NodeHistoryTests : IDisposable
{
    private static readonly Finding Down = new(Cause.Liveness, Severity.Critical, "ContainerdDown", "/run/containerd/containerd.sock", "Silent.", [new Evidence("probe", "refused")]);

    private readonly TemporaryDirectory directory = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public NodeHistoryTests()
    {
        directory.Write("proc/sys/kernel/random/boot_id", "2c1b8f3e-0000-4000-8000-000000000001\n");
        directory.Write("proc/uptime", "100.00 50.00\n");
    }

    private string Path => directory.At("state/history.json");

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Work_AtItsEnd_HasSavedTheLastLook()
    {
        await LookOnceAsync();
        var again = Open();
        Assert.Equal(["ok"], again.State.Changes.Where(change => change.Alert == "ContainerdDown").Select(change => change.From));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMinutes(1), again.Remember(time.GetUtcNow(), [new SourceLook("liveness", [Down], [])])[0].Seen!.Age);
    }

    [Fact]
    public async Task Work_WhileChangesCome_SavesThemSoon()
    {
        var history = Create();
        using var stop = new CancellationTokenSource();
        var work = history.Work.RunAsync(stop.Token);
        history.Findings.Remember(time.GetUtcNow(), [new SourceLook("liveness", [Down], [])]);
        await GoOnUntilAsync(() => File.Exists(Path));
        Assert.Contains("ContainerdDown", await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    [Fact]
    public async Task Work_ForWhatWasSeenBeforeItBegan_SavesItSoon()
    {
        var history = Create();
        history.Findings.Remember(time.GetUtcNow(), [new SourceLook("liveness", [Down], [])]);
        using var stop = new CancellationTokenSource();
        var work = history.Work.RunAsync(stop.Token);
        await GoOnUntilAsync(() => File.Exists(Path));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    [Fact]
    public async Task Work_WhereNothingCanBeWritten_TriesAgainEachMinute()
    {
        directory.Write("state", "a file where the directory belongs");
        var warnings = new WarningCounter();
        var history = Create(warnings);
        using var stop = new CancellationTokenSource();
        var work = history.Work.RunAsync(stop.Token);
        history.Findings.Remember(time.GetUtcNow(), [new SourceLook("liveness", [Down], [])]);
        await GoOnUntilAsync(() => warnings.Count > 0);
        File.Delete(directory.At("state"));
        var refused = time.GetUtcNow();
        await GoOnUntilAsync(() => File.Exists(Path));
        Assert.InRange(time.GetUtcNow() - refused, TimeSpan.FromSeconds(50), TimeSpan.FromMinutes(5));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    [Fact]
    public async Task Work_File_IsForItsOwnersEyes()
    {
        await LookOnceAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"bootId":null}""")]
    [InlineData("""{"bootId":"x","sources":null}""")]
    [InlineData("""{"bootId":"x","sources":{"a":null}}""")]
    [InlineData("""{"bootId":"x","sources":{"a":{"taken":"2026-01-01T00:00:00Z","open":null}}}""")]
    [InlineData("""{"bootId":"x","sources":{"a":{"taken":"2026-01-01T00:00:00Z","open":[null]}}}""")]
    [InlineData("""{"bootId":"x","landmarks":{"a":null}}""")]
    [InlineData("""{"bootId":"x","changes":[null]}""")]
    [InlineData("""{"bootId":"x","changes":[{"number":1,"notAfter":"2026-01-01T00:00:00Z","cause":null,"what":"x"}]}""")]
    [InlineData("""{"bootId":"x","changes":[{"number":1,"notAfter":"2026-01-01T00:00:00Z","cause":"disk","what":"x","evidence":[null]}]}""")]
    public void Create_ForeignFile_StartsOver(string content)
    {
        directory.Write("state/history.json", content);
        Look(Open());
    }

    [Fact]
    public async Task Create_FileCutAnywhere_StartsOver()
    {
        await LookOnceAsync();
        var whole = await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken);
        for (var length = 0; length < whole.Length; length += 7)
        {
            await File.WriteAllTextAsync(Path, whole[..length], TestContext.Current.CancellationToken);
            Look(Open());
        }
    }

    [Fact]
    public void Create_WithoutProc_RemembersAllTheSame()
    {
        Directory.Delete(directory.At("proc"), recursive: true);
        Look(Open());
    }

    private static void Look(FindingHistory history)
    {
        history.Remember(DateTimeOffset.UnixEpoch, [new SourceLook("liveness", [Down], [])]);
        Assert.Contains(history.State.Changes, change => change.Alert == "ContainerdDown");
    }

    private async Task LookOnceAsync()
    {
        var history = Create();
        using var stop = new CancellationTokenSource();
        var work = history.Work.RunAsync(stop.Token);
        history.Findings.Remember(time.GetUtcNow(), [new SourceLook("liveness", [Down], [])]);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    /// <summary>Second by second, with the time that the work needs for each.</summary>
    private async Task GoOnUntilAsync(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 500, "it never happened");
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private FindingHistory Open() => Create().Findings;

    private NodeHistory Create(ILogger? logger = null) => HistoryFactory.Create(
        TestOptions.Default with { ProcFs = directory.At("proc"), StateDirectory = directory.At("state") }, time, logger ?? NullLogger.Instance);

    private sealed class WarningCounter : ILogger
    {
        private int count;

        public int Count => Volatile.Read(ref count);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning)
            {
                Interlocked.Increment(ref count);
            }
        }
    }
}
