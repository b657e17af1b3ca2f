using System.Text.Json;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Diagnosis.Timeline;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Diagnosis.Timeline;

/// <summary>From looks to the story that they tell.</summary>
public sealed class TimelineTests
{
    private const string Address = "/run/containerd/containerd.sock";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 2, 14, 0, 0, TimeSpan.Zero));
    private FindingHistory history;

    public TimelineTests() => history = new FindingHistory(time, new BootIdentity("boot", time.GetUtcNow() - TimeSpan.FromDays(9)));

    private static Finding DiskFull => Of(Cause.Disk, "ContainerdDiskFull");

    private static Finding Damaged => Of(Cause.Storage, "ContainerdMetadataCorrupt");

    private static Finding Down => Of(Cause.Liveness, "ContainerdDown");

    private static Finding Stale => Of(Cause.Socket, "ContainerdSocketStale");

    private static Finding Failed => Of(Cause.Liveness, "ContainerdCriFailed");

    private static Finding Invalid => Of(Cause.Configuration, "ContainerdConfigInvalid");

    private static Finding Warned => Of(Cause.Configuration, "ContainerdConfigDegraded") with { Severity = Severity.Warning };

    [Fact]
    public void Story_OfADiskThatFills_BeginsWithTheDisk()
    {
        LookAll();
        time.Advance(2 * Minute);
        LookAll(DiskFull);
        time.Advance(3 * Minute);
        LookAll(DiskFull, Damaged, Down);
        Assert.Equal("14:02 disk full → 14:05 metadata corrupt → 14:05 containerd down", Line());
    }

    [Fact]
    public void Story_AllSeenAtOneLook_IsToldFromTheGroundUp()
    {
        LookAll();
        time.Advance(Minute);
        LookAll(Down, Damaged, DiskFull);
        Assert.Equal("14:01 disk full → 14:01 metadata corrupt → 14:01 containerd down", Line());
    }

    [Fact]
    public void Story_OfAKill_HasTheTimesThatTheNodeKnows()
    {
        LookAll(Started(1, time.GetUtcNow() - TimeSpan.FromDays(1)));
        time.Advance(Minute);
        var killed = time.GetUtcNow() - (40 * Second);
        LookAll(Started(1, time.GetUtcNow() - TimeSpan.FromDays(1)), Killed(killed), Stale);
        time.Advance(Minute);
        LookAll(Started(2, time.GetUtcNow() - (5 * Second)), Killed(killed));
        Assert.Equal("14:00 oom killed → 14:01 socket stale → 14:01 containerd started", Line());
        Assert.Equal(["ContainerdOomKilled", "ContainerdSocketStale"], Changes().Where(change => change.To == "critical").Select(change => change.Alert));
        Assert.Equal((killed, killed), (Changes().First(change => change.IsCritical).NotBefore, Changes().First(change => change.IsCritical).NotAfter));
    }

    [Fact]
    public void Story_OfABrokenConfigurationAndItsRestart_IsInOrderAlsoWithinOneLook()
    {
        LookAll(Started(1, time.GetUtcNow() - TimeSpan.FromDays(1)));
        time.Advance(Minute);
        LookAll(Started(2, time.GetUtcNow() - (10 * Second)), Invalid, Failed);
        Assert.Equal("14:01 config invalid → 14:01 containerd started → 14:01 cri failed", Line().Replace("14:00", "14:01", StringComparison.Ordinal));
    }

    [Fact]
    public void Story_AfterARestartOfTheExporter_GoesOn()
    {
        LookAll();
        time.Advance(2 * Minute);
        LookAll(DiskFull);
        Restart("boot");
        time.Advance(3 * Minute);
        LookAll(DiskFull, Down);
        Assert.Equal("14:02 disk full → 14:05 containerd down", Line());
        Assert.Equal(Enumerable.Range(1, Changes().Count).Select(number => (long)number), Changes().Select(change => change.Number));
    }

    [Fact]
    public void Story_OverAReboot_TellsOfIt()
    {
        LookAll(DiskFull);
        time.Advance(2 * Minute);
        Restart("another boot");
        LookAll(DiskFull, Down);
        Assert.Equal("14:00 disk full → 14:02 node booted → 14:02 containerd down", Line());
    }

    [Fact]
    public void Story_WhenTheClockIsSetBack_KeepsItsOrder()
    {
        LookAll();
        time.Advance(2 * Minute);
        LookAll(DiskFull);
        history = new FindingHistory(new FakeTimeProvider(time.GetUtcNow() - TimeSpan.FromHours(3)), new BootIdentity("boot", time.GetUtcNow() - TimeSpan.FromDays(9)), history.State);
        history.Remember(time.GetUtcNow() + Minute, [new SourceLook("all", [DiskFull, Down], [])]);
        time.Advance(Minute);
        Assert.Equal("14:02 disk full → 14:03 containerd down", Line());
    }

    [Fact]
    public void Look_OlderThanThePreviousOne_ChangesNothing()
    {
        LookAll(DiskFull);
        history.Remember(time.GetUtcNow(), [new SourceLook("all", [], [])], time.GetTimestamp() - 1);
        Assert.DoesNotContain(Changes(), change => change.IsEnd);
    }

    [Fact]
    public void Story_OfWhatIsOver_SaysSince()
    {
        LookAll();
        time.Advance(Minute);
        LookAll(Down);
        time.Advance(Minute);
        LookAll();
        var story = Assert.Single(Stories.Of(Changes()));
        Assert.Equal("The last trouble, over since 14:02", StoryLine.TitleOf(story, time.GetUtcNow()));
        Assert.Equal("14:01 containerd down", StoryLine.Of(story, time.GetUtcNow()));
    }

    [Fact]
    public void Story_OfATroubleLongAfterAnother_LeavesTheOldOneOut()
    {
        LookAll();
        time.Advance(Minute);
        LookAll(DiskFull);
        time.Advance(Minute);
        LookAll();
        time.Advance(TimeSpan.FromMinutes(11));
        LookAll(Down);
        Assert.Equal("14:13 containerd down", Line());
    }

    [Fact]
    public void Story_OfATroubleSoonAfterAnother_IsOne()
    {
        LookAll(DiskFull);
        time.Advance(Minute);
        LookAll();
        time.Advance(Minute);
        LookAll(Down);
        Assert.Equal("14:00 disk full → 14:02 containerd down", Line());
    }

    [Fact]
    public void Story_AWarningShortlyBefore_BelongsToIt()
    {
        LookAll();
        time.Advance(Minute);
        LookAll(Warned);
        time.Advance(Minute);
        LookAll(Warned, Failed);
        Assert.Equal("14:01 config degraded → 14:02 cri failed", Line());
    }

    [Fact]
    public void Story_AWarningThatHadEndedOrIsOld_DoesNotBelongToIt()
    {
        LookAll(Warned, Warned with { Subject = "old" });
        time.Advance(Minute);
        LookAll(Warned with { Subject = "old" });
        time.Advance(TimeSpan.FromHours(2));
        LookAll(Warned with { Subject = "old" }, Failed);
        Assert.Equal("16:01 cri failed", Line());
    }

    [Fact]
    public void Stories_OfTwoInstances_AreTwoAndShareTheNode()
    {
        var node = DiskFull with { Address = null };
        LookAll(node, Down, Down with { Address = "/run/k3s/containerd/containerd.sock" });
        Assert.Equal(
            [(Address, "14:00 disk full → 14:00 containerd down"), ("/run/k3s/containerd/containerd.sock", "14:00 disk full → 14:00 containerd down")],
            Stories.Of(Changes()).Select(story => (story.Address!, StoryLine.Of(story, time.GetUtcNow()))).Order());
    }

    [Fact]
    public void Story_OfWarningsAlone_IsNone()
    {
        LookAll(Warned);
        Assert.Empty(Stories.Of(Changes()));
    }

    [Fact]
    public void Changes_SeverityThatRises_IsOne()
    {
        LookAll(Warned);
        time.Advance(Minute);
        LookAll(Warned with { Severity = Severity.Critical });
        Assert.Equal([("ok", "warning"), ("warning", "critical")], Changes().Where(change => !change.IsLandmark).Select(change => (change.From!, change.To!)));
    }

    [Fact]
    public void Changes_WhatFlaps_PushesOutItsOwnPastOnly()
    {
        LookAll(Warned);
        for (var i = 0; i < 100; i++)
        {
            time.Advance(Minute);
            LookAll(i % 2 == 0 ? [Warned, Down] : [Warned]);
        }

        Assert.Equal(ChangeRing.LimitOfOne, Changes().Count(change => change.Cause == "liveness" && change.Address is not null));
        Assert.Contains(Changes(), change => change.Alert == Warned.Alert);
    }

    [Fact]
    public void Changes_OfManyAddresses_AreBounded()
    {
        LookAll([.. Enumerable.Range(0, 2 * ChangeRing.Limit).Select(i => Down with { Address = $"/run/{i}.sock" })]);
        Assert.Equal(ChangeRing.Limit, Changes().Count);
    }

    [Fact]
    public void Changes_LongWords_AreCut()
    {
        LookAll(Down with { Summary = new string('x', 10_000), Evidence = [.. Enumerable.Repeat(new Evidence("what", new string('y', 10_000)), 9)] });
        var change = Changes().Single(each => each.Alert is not null);
        Assert.Equal((240, 3), (change.Summary!.Length, change.Evidence.Count));
        Assert.All(change.Evidence, evidence => Assert.Equal(240, evidence.Value.Length));
    }

    [Fact]
    public void Describe_Times_SayWhatIsKnown()
    {
        LookAll(Killed(time.GetUtcNow() - Second), Down);
        time.Advance(Minute);
        LookAll(Down, Stale);
        Assert.Equal("13:59:59", Words("ContainerdOomKilled"));
        Assert.Equal("before 14:00:00", Words("ContainerdDown"));
        Assert.Equal("14:00:00 to 14:01:00", Words("ContainerdSocketStale"));

        string Words(string alert) => Changes().First(change => change.Alert == alert).Describe(withDate: false);
    }

    [Fact]
    public void State_WrittenAndRead_IsTheSame()
    {
        LookAll(Started(1, time.GetUtcNow()), DiskFull, Down);
        var text = JsonSerializer.Serialize(history.State, HistoryStateJson.Default.HistoryState);
        var read = JsonSerializer.Deserialize(text, HistoryStateJson.Default.HistoryState)!;
        Assert.Equal(text, JsonSerializer.Serialize(read, HistoryStateJson.Default.HistoryState));
        Assert.Equal(history.State.Changes.Count, read.Changes.Count);
        Assert.Equal(2, read.Sources["all"].Open.Count);
    }

    [Theory]
    [InlineData("ContainerdDiskFull", "disk full")]
    [InlineData("ContainerdDown", "containerd down")]
    [InlineData("ContainerdFilesystemReadOnly", "filesystem read only")]
    public void AlertWords_OfAName_AreItsWords(string alert, string words) => Assert.Equal(words, AlertWords.Of(alert));

    private void Restart(string boot) => history = new FindingHistory(time, new BootIdentity(boot, boot == "boot" ? time.GetUtcNow() - TimeSpan.FromDays(9) : time.GetUtcNow()), history.State);

    private IReadOnlyList<StateChange> Changes() => history.State.Changes;

    private string Line() => StoryLine.Of(Assert.Single(Stories.Of(Changes())), time.GetUtcNow());

    private void LookAll(params object[] seen) => history.Remember(time.GetUtcNow(), [new SourceLook("all", [.. seen.OfType<Finding>()], [.. seen.OfType<Landmark>()])]);

    private static Landmark Started(int pid, DateTimeOffset at) => new("containerd started", Cause.Liveness, Address, $"{pid} 77", at);

    private static Finding Killed(DateTimeOffset at) => Of(Cause.Memory, "ContainerdOomKilled") with { Address = null, Happened = at };

    private static Finding Of(Cause cause, string alert) => new(cause, Severity.Critical, alert, Address, "It broke.", []);
}
