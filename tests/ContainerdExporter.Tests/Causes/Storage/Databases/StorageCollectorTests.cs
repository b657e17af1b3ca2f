using ContainerdExporter.Causes.Storage.Databases;
using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Linux;
using ContainerdExporter.Tests.Causes.Storage.Bolt;

namespace ContainerdExporter.Tests.Causes.Storage.Databases;

/// <summary>From files of a node's root directory to states and findings.</summary>
public sealed class StorageCollectorTests : IDisposable
{
    private const string Root = "var/lib/containerd";
    private const string Metadata = Root + "/io.containerd.metadata.v1.bolt/meta.db";
    private const string Overlay = Root + "/io.containerd.snapshotter.v1.overlayfs";
    private const string Blobs = Root + "/io.containerd.content.v1.content/blobs/sha256";

    private static readonly byte[] Real = BoltFixture.Load("metadata-1.6.20");

    private readonly TemporaryDirectory directory = new();
    private readonly StorageCollector collector = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20), TimeProvider.System);

    public StorageCollectorTests()
    {
        directory.Write("proc/uptime", "3600.00 1.00\n");
        directory.Write("proc/1/mountinfo", string.Empty);
        Directory.CreateDirectory(directory.At(Root));
    }

    public static TheoryData<string, string> Damages => new()
    {
        { "none", "ok" },
        { "first meta page zeroed", "degraded" },
        { "second meta page zeroed", "degraded" },
        { "both meta pages zeroed", "corrupt" },
        { "random bytes", "corrupt" },
        { "data pages zeroed", "corrupt" },
        { "cut to 10 pages", "truncated" },
        { "cut to 1 page", "truncated" },
        { "empty", "truncated" },
        { "directory", "unreadable" },
    };

    public void Dispose() => directory.Dispose();

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Probe_Damage_IsThatState(string damage, string state)
    {
        Damage(damage);
        var database = Assert.Single((await ProbeAsync()).Databases);
        Assert.Equal(("metadata", state), (database.Look.Place.Database, database.State.ToLabel()));
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Diagnose_Damage_IsAFindingThatNamesTheFile(string damage, string state)
    {
        Damage(damage);
        var findings = collector.Diagnose(await ProbeAsync()).ToList();
        if (state == "ok")
        {
            Assert.Empty(findings);
            return;
        }

        var finding = Assert.Single(findings);
        Assert.Equal("ContainerdMetadataCorrupt", finding.Alert);
        Assert.Equal(state == "degraded" ? Severity.Warning : Severity.Critical, finding.Severity);
        Assert.Equal("/" + Metadata, finding.Evidence[0].Value);
    }

    [Fact]
    public async Task Probe_NothingThereYet_ShowsNoDatabase()
    {
        Directory.CreateDirectory(directory.At(Blobs));
        Directory.CreateDirectory(directory.At(Overlay + "/snapshots"));
        Assert.Empty((await ProbeAsync()).Databases);
    }

    [Theory]
    [InlineData(Blobs + "/aa", "metadata")]
    [InlineData(Overlay + "/snapshots/1/fs/x", "metadata,overlayfs")]
    public async Task Probe_DataWithoutTheirDatabase_IsAbsent(string file, string databases)
    {
        directory.Write(file, "x");
        var absent = (await ProbeAsync()).Databases.Where(database => database.State == DatabaseState.Absent);
        Assert.Equal(databases, string.Join(',', absent.Select(database => database.Look.Place.Database)));
    }

    [Fact]
    public async Task Probe_SnapshotsRemoved_AreCountedAsMissing()
    {
        WriteFixture(Overlay + "/metadata.db", "overlayfs-1.6.20");
        for (var id = 1; id <= 40; id++)
        {
            Directory.CreateDirectory(directory.At($"{Overlay}/snapshots/{id}/fs"));
        }

        var whole = Assert.Single((await ProbeAsync()).Databases, database => database.Look.Place.Database == "overlayfs");
        Assert.Equal(0, whole.MissingSnapshots);
        Directory.Delete(directory.At($"{Overlay}/snapshots/1"), recursive: true);
        Assert.Equal(1, Assert.Single((await ProbeAsync()).Databases, database => database.Look.Place.Database == "overlayfs").MissingSnapshots);

        Directory.Delete(directory.At($"{Overlay}/snapshots"), recursive: true);
        var sample = await ProbeAsync();
        var all = Assert.Single(sample.Databases, database => database.Look.Place.Database == "overlayfs");
        Assert.Equal(all.Check?.Snapshots?.Count, all.MissingSnapshots);
        Assert.Contains(collector.Diagnose(sample), finding => finding.Alert == "ContainerdContentDamaged");
    }

    [Theory]
    [InlineData("metadata-1.6.20", "ok")]
    [InlineData("fresh-1.6.20", "outdated")]
    public async Task Probe_MetadataBesideSnapshots_IsOutdatedWhenItNeverNumberedThem(string metadata, string state)
    {
        WriteFixture(Metadata, metadata);
        WriteFixture(Overlay + "/metadata.db", "overlayfs-1.6.20");
        var sample = await ProbeAsync();
        Assert.Equal(state, sample.Databases.Single(database => database.Look.Place.Database == "metadata").State.ToLabel());
        Assert.Equal(state != "ok", collector.Diagnose(sample).Any(finding => finding.Alert == "ContainerdMetadataCorrupt" && finding.Severity == Severity.Critical));
        Assert.Equal(sample.Databases.Select(database => database.State), (await ProbeAsync()).Databases.Select(database => database.State));

        // The full reset.
        Directory.Delete(directory.At(Overlay), recursive: true);
        Assert.All((await ProbeAsync()).Databases, database => Assert.Equal(DatabaseState.Ok, database.State));
    }

    [Fact]
    public async Task Probe_DamageRepaired_IsOkAtOnce()
    {
        Damage("data pages zeroed");
        Assert.Equal(DatabaseState.Corrupt, (await ProbeAsync()).Databases[0].State);
        Damage("none");
        var database = (await ProbeAsync()).Databases[0];
        Assert.Equal(DatabaseState.Ok, database.State);
        Assert.True(database.Check?.Verdict.IsSound);
    }

    [Fact]
    public async Task Probe_PipeInPlaceOfTheDatabase_DoesNotBlock()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(directory.At(Metadata))!);
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", directory.At(Metadata));
        await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        var database = Assert.Single((await ProbeAsync()).Databases);
        Assert.Equal((DatabaseState.Unreadable, "a fifo is at its path"), (database.State, database.Look.Reason));
    }

    [Fact]
    public async Task Probe_Always_LeavesNoDescriptorBehind()
    {
        Damage("none");
        await ProbeAsync();
        var open = new DirectoryInfo("/proc/self/fd").GetFileSystemInfos().Select(link => link.LinkTarget);
        Assert.DoesNotContain(directory.At(Metadata), open);
    }

    private void WriteFixture(string path, string name) => File.WriteAllBytes(directory.Write(path, string.Empty), BoltFixture.Load(name));

    private void Damage(string damage)
    {
        var bytes = (byte[])Real.Clone();
        var path = directory.At(Metadata);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        switch (damage)
        {
            case "first meta page zeroed":
                bytes.AsSpan(0, 4096).Clear();
                break;
            case "second meta page zeroed":
                bytes.AsSpan(4096, 4096).Clear();
                break;
            case "both meta pages zeroed":
                bytes.AsSpan(0, 8192).Clear();
                break;
            case "random bytes":
                new Random(1).NextBytes(bytes);
                break;
            case "data pages zeroed":
                bytes.AsSpan(8192).Clear();
                break;
            case "cut to 10 pages":
                bytes = bytes[..(10 * 4096)];
                break;
            case "cut to 1 page":
                bytes = bytes[..4096];
                break;
            case "empty":
                bytes = [];
                break;
            case "directory":
                Directory.CreateDirectory(path);
                return;
        }

        File.WriteAllBytes(path, bytes);
    }

    private Task<StorageSample> ProbeAsync()
    {
        var host = new HostPaths(directory.Path, directory.At("proc"));
        var node = new Node(host, TimeProvider.System, expectedAddresses: [], probeBudget: TimeSpan.FromSeconds(1));
        return collector.ProbeAsync(new CollectionRound(node), TestContext.Current.CancellationToken);
    }
}
