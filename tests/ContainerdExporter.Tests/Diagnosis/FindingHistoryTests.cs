using ContainerdExporter.Diagnosis;
using ContainerdExporter.Diagnosis.Timeline;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Diagnosis;

public sealed class FindingHistoryTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly FindingHistory history;

    public FindingHistoryTests() => history = new FindingHistory(time, new BootIdentity("boot", time.GetUtcNow() - Minute));

    [Fact]
    public void Remember_AtTheFirstLook_IsAtLeast() =>
        Assert.Equal(new Sighting(time.GetUtcNow(), TimeSpan.Zero, IsAtLeast: true), Look(Broken())[0].Seen);

    [Fact]
    public void Remember_AfterAHealthyLook_IsExact()
    {
        Look();
        time.Advance(Minute);
        var since = time.GetUtcNow();
        Look(Broken());
        time.Advance(3 * Minute);
        Assert.Equal(new Sighting(since, 3 * Minute, IsAtLeast: false), Look(Broken())[0].Seen);
    }

    [Fact]
    public void Remember_OverALookThatFoundNothing_BeginsAnew()
    {
        Look(Broken());
        time.Advance(Minute);
        Look();
        time.Advance(Minute);
        Assert.Equal(new Sighting(time.GetUtcNow(), TimeSpan.Zero, IsAtLeast: false), Look(Broken())[0].Seen);
    }

    [Fact]
    public void Remember_OfOtherSubjectAddressAlertOrSource_IsAnother()
    {
        Look(Broken());
        time.Advance(Minute);
        var found = Look(Broken(), Broken() with { Subject = "/b" }, Broken() with { Address = "/y" }, Broken() with { Alert = "Other" });
        Assert.Equal([Minute, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero], found.Select(finding => finding.Seen!.Age));
        Assert.Equal(TimeSpan.Zero, history.Remember(time.GetUtcNow(), [new SourceLook("another", [Broken()], [])])[0].Seen!.Age);
    }

    [Fact]
    public void Remember_WhenWordsAndSeverityChange_GoesOn()
    {
        Look(Broken());
        time.Advance(Minute);
        Assert.Equal(Minute, Look(Broken() with { Summary = "4 % left.", Severity = Severity.Warning })[0].Seen!.Age);
    }

    [Fact]
    public void Remember_WhenTheClockIsSetBack_NeverGetsNegative()
    {
        var before = time.GetUtcNow();
        Look(Broken());
        time.Advance(Minute);
        Assert.Equal(Minute, history.Remember(before - TimeSpan.FromDays(1), [new SourceLook("disk", [Broken()], [])])[0].Seen!.Age);
    }

    /// <summary>A look comes after the last one, whatever the clock says of it.</summary>
    [Fact]
    public void Remember_WhenTheClockIsSetBack_SeesTheRepair()
    {
        Look(Broken());
        time.Advance(Minute);
        history.Remember(time.GetUtcNow() - TimeSpan.FromDays(365), [new SourceLook("disk", [], [])]);
        time.Advance(Minute);
        Assert.Equal(TimeSpan.Zero, Look(Broken())[0].Seen!.Age);
    }

    [Fact]
    public void Remember_AfterARebootIntoThePast_SeesTheRepair()
    {
        Look(Broken());
        var past = new FakeTimeProvider(time.GetUtcNow() - TimeSpan.FromDays(365));
        var after = new FindingHistory(past, new BootIdentity("another boot", past.GetUtcNow()), history.State);
        after.Remember(past.GetUtcNow(), [new SourceLook("disk", [], [])]);
        Assert.Empty(after.State.Sources["disk"].Open);
    }

    [Fact]
    public void Remember_OfALookOlderThanTheLast_ChangesNothing()
    {
        Look(Broken());
        history.Remember(time.GetUtcNow(), [new SourceLook("disk", [], [])], time.GetTimestamp() - 1);
        time.Advance(Minute);
        Assert.Equal(Minute, Look(Broken())[0].Seen!.Age);
    }

    [Fact]
    public void Remember_AfterARestartOfTheExporter_GoesOn()
    {
        Look();
        time.Advance(Minute);
        var since = time.GetUtcNow();
        Look(Broken());
        time.Advance(5 * Minute);
        Assert.Equal(new Sighting(since, 5 * Minute, IsAtLeast: false), Look(Restarted("boot"), Broken())[0].Seen);
    }

    [Fact]
    public void Remember_AfterARebootOfTheNode_GoesOnByTheWallClock()
    {
        Look(Broken());
        var since = time.GetUtcNow();
        time.Advance(5 * Minute);
        Assert.Equal(new Sighting(since, 5 * Minute, IsAtLeast: true), Look(Restarted("another boot"), Broken())[0].Seen);
    }

    [Fact]
    public void Remember_AfterARebootIntoThePast_NeverGetsNegative()
    {
        Look(Broken());
        var state = history.State;
        var past = new FakeTimeProvider(time.GetUtcNow() - TimeSpan.FromDays(2));
        var after = new FindingHistory(past, new BootIdentity("another boot", past.GetUtcNow()), state);
        Assert.Equal(TimeSpan.Zero, after.Remember(past.GetUtcNow(), [new SourceLook("disk", [Broken()], [])])[0].Seen!.Age);
    }

    [Theory]
    [InlineData(0, true, "Seen at this exporter's first look.")]
    [InlineData(0, false, "Seen for the first time.")]
    [InlineData(119, false, "Seen for 119 s.")]
    [InlineData(120, false, "Seen for 2 min.")]
    [InlineData(7200, false, "Seen for 2 h.")]
    [InlineData(180, true, "Seen for at least 3 min, since this exporter's first look.")]
    [InlineData(864000, true, "Seen for at least 10 days, since this exporter's first look.")]
    public void Describe_Age_IsWhatIsKnown(int seconds, bool isAtLeast, string words) =>
        Assert.Equal(words, new Sighting(DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(seconds), isAtLeast).Describe());

    private FindingHistory Restarted(string boot) => new(time, new BootIdentity(boot, time.GetUtcNow() - Minute), history.State);

    private IReadOnlyList<Finding> Look(FindingHistory whose, params Finding[] found) => whose.Remember(time.GetUtcNow(), [new SourceLook("disk", found, [])]);

    private IReadOnlyList<Finding> Look(params Finding[] found) => Look(history, found);

    private static Finding Broken() => new(Cause.Disk, Severity.Critical, "ContainerdDiskFull", "/x", "3 % left.", []) { Subject = "/a" };
}
