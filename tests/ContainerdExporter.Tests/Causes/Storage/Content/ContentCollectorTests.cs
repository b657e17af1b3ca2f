using ContainerdExporter.Causes.Storage.Content;
using ContainerdExporter.Causes.Storage.Scrub;
using ContainerdExporter.Collection;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Causes.Storage.Content;

/// <summary>A store of a node whose containerd is down: what the files alone say.</summary>
public sealed class ContentCollectorTests : IDisposable
{
    private const string Root = "/var/lib/containerd";

    private readonly TemporaryDirectory directory = new();
    private readonly ContentCollector collector;

    public ContentCollectorTests()
    {
        directory.Write("proc/uptime", "3600.00 1.00\n");
        directory.Write("proc/1/mountinfo", string.Empty);
        Directory.CreateDirectory(directory.At(Root));
        var scrubber = new Scrubber(new ScrubSettings(Rate: 0, TimeSpan.FromHours(24), StateDirectory: null, IsReadOnly: false), TimeProvider.System);
        collector = new ContentCollector(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(20), scrubber, TimeProvider.System);
    }

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Probe_NoStoreYet_ShowsNone() => Assert.Empty((await ProbeAsync()).Stores);

    [Fact]
    public async Task Probe_SoundStore_IsCounted()
    {
        Blobs.Write(directory, Root, [1, 2, 3]);
        var store = Assert.Single((await ProbeAsync()).Stores);
        Assert.Equal(("/run/containerd/containerd.sock", 3L), (store.Address, store.State?.Bytes));
        Assert.Empty(store.Damages!);
        Assert.NotNull(store.State?.Gap);
        Assert.Null(store.Scrub);
    }

    [Fact]
    public async Task Probe_EmptyBlob_IsDamagedUntilItIsReplaced()
    {
        var digest = Blobs.Write(directory, Root, [1, 2, 3]);
        var path = directory.At(ContentDirectory.BlobPath(Root, digest));
        await File.WriteAllBytesAsync(path, [], TestContext.Current.CancellationToken);
        Assert.Equal(DamageKind.Empty, Assert.Single(Assert.Single((await ProbeAsync()).Stores).Damages!).Kind);

        Blobs.Write(directory, Root, [1, 2, 3]);
        while (Assert.Single((await ProbeAsync()).Stores).Damages!.Count > 0)
        {
            // A pass that looked twice rests for a while.
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }
    }

    private Task<ContentSample> ProbeAsync()
    {
        var host = new HostPaths(directory.Path, directory.At("proc"));
        var node = new Node(host, TimeProvider.System, expectedAddresses: [], probeBudget: TimeSpan.FromSeconds(1));
        return collector.ProbeAsync(new CollectionRound(node), TestContext.Current.CancellationToken);
    }
}
