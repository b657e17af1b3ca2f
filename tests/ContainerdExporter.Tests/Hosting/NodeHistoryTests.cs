using ContainerdExporter.Diagnosis;
using ContainerdExporter.Diagnosis.Timeline;
using ContainerdExporter.Hosting;
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
        for (var i = 0; !File.Exists(Path) && i < 500; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Contains("ContainerdDown", await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
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

    private FindingHistory Open() => Create().Findings;

    private NodeHistory Create() => HistoryFactory.Create(
        Options() with { ProcFs = directory.At("proc"), StateDirectory = directory.At("state") }, time, NullLogger.Instance);

    private static ExporterOptions Options() => new()
    {
        ListenAddresses = [],
        TelemetryPath = "/metrics",
        DashboardUrl = null,
        MaxRequests = 1,
        Addresses = [],
        PidFiles = [],
        ProbeBudget = TimeSpan.FromSeconds(4),
        StartGrace = TimeSpan.FromSeconds(30),
        RootFs = "/",
        ProcFs = "/proc",
        StateDirectory = null,
        KernelLogWindow = TimeSpan.FromMinutes(10),
        LogLevel = "info",
        LogFormat = "logfmt",
        Collectors = new Dictionary<string, TimeSpan>(StringComparer.Ordinal),
    };
}
