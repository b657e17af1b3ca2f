using ContainerdExporter.Causes.Storage.Content;
using ContainerdExporter.Causes.Storage.Scrub;
using ContainerdExporter.Linux;
using ContainerdExporter.Tests.Causes.Storage.Content;

namespace ContainerdExporter.Tests.Causes.Storage.Scrub;

/// <summary>The scrub over real files, with its real thread.</summary>
public sealed class ScrubberTests : IDisposable
{
    private const string Root = "/root";

    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private readonly TemporaryDirectory directory = new();
    private readonly HostPaths host;

    public ScrubberTests()
    {
        host = new HostPaths(directory.Path);
        for (var i = 0; i < 20; i++)
        {
            Blobs.Write(directory, Root, BitConverter.GetBytes(i));
        }
    }

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task RunAsync_OneFlippedBlob_IsFoundAndKeptOverARestart()
    {
        var damaged = Look().Blobs[7].Digest;
        await File.WriteAllBytesAsync(directory.At(ContentDirectory.BlobPath(Root, damaged)), [9, 9, 9, 9], TestContext.Current.CancellationToken);

        var progress = await ScrubAsync(new Scrubber(Settings(), TimeProvider.System));
        Assert.Equal(damaged.ToHex(), Assert.Single(progress.Damaged).Hex);

        var restarted = new Scrubber(Settings() with { IsReadOnly = true }, TimeProvider.System);
        Assert.Equal(progress.Completed, restarted.ProgressOf(Root).Completed);
        Assert.Equal(progress.Damaged, restarted.ProgressOf(Root).Damaged);
        Assert.False(restarted.IsEnabled);
    }

    [Fact]
    public async Task RunAsync_KeptStateIsGarbage_StartsOver()
    {
        directory.Write("state/content-scrub.json", """{"Stores":{"/root":{"Cursor":"zz","Damaged":[null]}}}""");
        var scrubber = new Scrubber(Settings(), TimeProvider.System);
        Assert.Empty((await ScrubAsync(scrubber)).Damaged);
        Assert.Equal(80, scrubber.BytesOf(Root));
    }

    [Fact]
    public async Task RunAsync_StateCannotBeKept_SaysSoOnceAndGoesOn()
    {
        directory.Write("state", "not a directory");
        var scrubber = new Scrubber(Settings(), TimeProvider.System);
        scrubber.Offer(Root, host, Look());
        var problem = await Assert.ThrowsAsync<IOException>(() => scrubber.RunAsync(TestContext.Current.CancellationToken));
        Assert.Contains("content-scrub.json", problem.Message, StringComparison.Ordinal);
        Assert.NotNull((await ScrubAsync(scrubber)).Completed);
    }

    [Fact]
    public async Task RunAsync_SwitchedOff_EndsAtOnce()
    {
        var scrubber = new Scrubber(Settings() with { Rate = 0 }, TimeProvider.System);
        Assert.False(scrubber.IsEnabled);
        await scrubber.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Runs until a pass has ended.</summary>
    private async Task<ScrubProgress> ScrubAsync(Scrubber scrubber)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(TimeSpan.FromSeconds(20));
        scrubber.Offer(Root, host, Look());
        var run = scrubber.RunAsync(stop.Token);
        while (scrubber.ProgressOf(Root).Completed is null)
        {
            await Task.Delay(10, stop.Token);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        // The thread saves after it was told to end.
        var file = new ScrubStateFile(directory.At("state"));
        while (Directory.Exists(directory.At("state")) && file.Load().Stores.GetValueOrDefault(Root)?.Completed is null)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        return scrubber.ProgressOf(Root);
    }

    private ScrubSettings Settings() => new(Rate: 1 << 20, Day, directory.At("state"), IsReadOnly: false);

    private StoreLook Look() => ContentDirectory.Look(host, Root, DateTimeOffset.UtcNow);
}
