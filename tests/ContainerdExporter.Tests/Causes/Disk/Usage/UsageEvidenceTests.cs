using ContainerdExporter.Causes.Disk.Usage;

namespace ContainerdExporter.Tests.Causes.Disk.Usage;

public sealed class UsageEvidenceTests
{
    private static readonly StoreUsage Usage = new(
        [
            new AreaUsage(StoreArea.Content, 20, 3, IsOnRoot: true),
            new AreaUsage(StoreArea.Ingests, 1, 2, IsOnRoot: true),
            new AreaUsage(StoreArea.Layers, 50, 9000, IsOnRoot: true),
            new AreaUsage(StoreArea.Writable, 10, 40, IsOnRoot: true),
        ],
        DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData(90, "unpacked layers of images 50, downloaded blobs of images 20, writable layers of containers 10, everything else on it 9, unfinished downloads 1")]
    [InlineData(500, "everything else on it 419, unpacked layers of images 50, downloaded blobs of images 20, writable layers of containers 10, unfinished downloads 1")]
    public void PartsOf_AllAreas_AreOrderedWithTheRest(double used, string parts) =>
        Assert.Equal(parts, Text(UsageEvidence.PartsOf(Usage, used, area => area.Bytes)));

    [Fact]
    public void PartsOf_AreaOnAnotherFileSystem_IsNotAmongThem()
    {
        var elsewhere = Usage with { Areas = [.. Usage.Areas.Select(area => area with { IsOnRoot = area.Area != StoreArea.Content })] };
        Assert.DoesNotContain("blobs", Text(UsageEvidence.PartsOf(elsewhere, 90, area => area.Bytes)), StringComparison.Ordinal);
    }

    [Fact]
    public void PartsOf_SnapshotsUnknown_SayWhatTheRestHolds()
    {
        var parts = UsageEvidence.PartsOf(Usage with { Areas = [Usage.Areas[0]] }, 90, area => area.Bytes);
        Assert.Equal("everything else on it, unpacked images and containers included 70, downloaded blobs of images 20", Text(parts));
    }

    [Fact]
    public void PartsOf_NothingCounted_AreNone()
    {
        Assert.Empty(UsageEvidence.PartsOf(null, 90, area => area.Bytes));
        Assert.Equal(".", UsageEvidence.Biggest([], _ => "?"));
    }

    private static string Text(IReadOnlyList<UsagePart> parts) => string.Join(", ", parts.Select(part => $"{part.Name} {part.Amount}"));
}
