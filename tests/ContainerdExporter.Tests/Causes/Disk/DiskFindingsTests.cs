using ContainerdExporter.Causes.Disk;
using ContainerdExporter.Causes.Disk.Usage;
using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.Tests.Causes.Disk;

public sealed class DiskFindingsTests
{
    private const double GiB = 1L << 30;

    private static readonly FileSystemUsage Roomy = new(Size: 100 * GiB, Available: 50 * GiB, Free: 55 * GiB, Files: 6_000_000, FilesFree: 5_000_000);

    [Fact]
    public void Of_Roomy_FindsNothing() => Assert.Empty(Judge(Roomy));

    [Theory]
    [InlineData(4.9, 100, "ContainerdDiskFull")]
    [InlineData(5.1, 100, "ContainerdDiskFillingUp")]
    [InlineData(11.9, 100, "ContainerdDiskFillingUp")]
    [InlineData(12, 100, null)]
    [InlineData(60, 2000, "ContainerdDiskFillingUp")] // 3 % of a large disk is still plenty
    [InlineData(0, 100, "ContainerdDiskFull")]
    public void Of_BytesAvailable_JudgesByRatioAndByAmount(double availableGiB, double sizeGiB, string? alert) =>
        Assert.Equal(alert, Judge(Roomy with { Available = availableGiB * GiB, Size = sizeGiB * GiB }).SingleOrDefault()?.Alert);

    [Theory]
    [InlineData(1_000, 100_000, "ContainerdInodesExhausted")]
    [InlineData(6_000, 100_000, "ContainerdInodesFillingUp")]
    [InlineData(12_000, 100_000, null)]
    [InlineData(300_000, 100_000_000, "ContainerdInodesFillingUp")]
    [InlineData(0, 0, null)] // btrfs has no fixed number
    public void Of_InodesFree_JudgesByRatioAndByAmount(double free, double files, string? alert) =>
        Assert.Equal(alert, Judge(Roomy with { FilesFree = free, Files = files }).SingleOrDefault()?.Alert);

    [Theory]
    [InlineData(4, true)]
    [InlineData(10, false)]
    public void Of_WhatIsLeft_IsWorthKnowingBeforeItIsCritical(double percent, bool isCritical)
    {
        var severity = isCritical ? Severity.Critical : Severity.Info;
        Assert.Equal(severity, Assert.Single(Judge(Roomy with { Available = percent * GiB })).Severity);
        Assert.Equal(severity, Assert.Single(Judge(Roomy with { Files = 1000, FilesFree = 10 * percent })).Severity);
    }

    [Fact]
    public void Of_ReadOnlyAndNearlyFull_DoesNotFillUp() =>
        Assert.Equal("ContainerdFilesystemReadOnly", Assert.Single(DiskFindings.Of(new DiskSample([Area() with { IsReadOnly = true, Usage = Roomy with { Available = 10 * GiB } }]))).Alert);

    [Fact]
    public void Of_ReadOnly_IsAStorageFinding() =>
        Assert.Equal("ContainerdFilesystemReadOnly", Assert.Single(DiskFindings.Of(new DiskSample([Area() with { IsReadOnly = true }]))).Alert);

    [Fact]
    public void Of_Hung_SaysOnlyThat() =>
        Assert.Equal("ContainerdFilesystemHung", Assert.Single(DiskFindings.Of(new DiskSample([Area() with { Usage = null, IsReadOnly = true }]))).Alert);

    [Fact]
    public void Of_TwoAreasOnOneFullFileSystem_IsOneFindingThatNamesBoth()
    {
        var full = Area() with { Usage = Roomy with { Available = 0 } };
        var finding = Assert.Single(DiskFindings.Of(new DiskSample([full, full with { Area = DiskArea.Docker, Path = "/var/lib/docker" }])));
        Assert.Contains("root /var/lib/containerd and docker /var/lib/docker on /", finding.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_FullRootThatWasCounted_NamesWhatTakesMost()
    {
        var full = Area() with { Usage = Roomy with { Available = 0, Free = 0 } };
        var store = new StoreUsage([new AreaUsage(StoreArea.Layers, 70 * GiB, 100, IsOnRoot: true)], DateTimeOffset.UnixEpoch);
        var usages = new Dictionary<string, StoreUsage>(StringComparer.Ordinal) { [full.Address] = store };
        var finding = Assert.Single(DiskFindings.Of(new DiskSample([full]) { Usages = usages }));
        Assert.EndsWith("; most is taken by unpacked layers of images (70.0 GiB).", finding.Summary, StringComparison.Ordinal);
        Assert.Equal("taken by everything else on it 30.0 GiB", $"{finding.Evidence[^1].What} {finding.Evidence[^1].Value}");

        // Another file system than the root's has nothing to do with it.
        var state = Assert.Single(DiskFindings.Of(new DiskSample([full with { Area = DiskArea.State }]) { Usages = usages }));
        Assert.DoesNotContain("taken by", state.Summary, StringComparison.Ordinal);
    }

    private static IEnumerable<Finding> Judge(FileSystemUsage usage) => DiskFindings.Of(new DiskSample([Area() with { Usage = usage }]));

    private static AreaSample Area() =>
        new("/run/containerd/containerd.sock", DiskArea.Root, "/var/lib/containerd", "/dev/vda1", "ext4", "/", IsReadOnly: false, Roomy);
}
