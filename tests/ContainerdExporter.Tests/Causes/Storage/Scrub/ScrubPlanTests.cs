using ContainerdExporter.Causes.Storage.Content;
using ContainerdExporter.Causes.Storage.Scrub;
using ContainerdExporter.Tests.Causes.Storage.Content;

namespace ContainerdExporter.Tests.Causes.Storage.Scrub;

public sealed class ScrubPlanTests
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private static readonly DateTimeOffset Now = Blobs.Now;

    private readonly List<StoredBlob> blobs = Blobs.Look(Blobs.Blob(1), Blobs.Blob(2), Blobs.Blob(3)).Blobs;

    [Fact]
    public void Next_WholePass_VisitsEachBlobOnceInOrderAndCompletes()
    {
        var (visited, progress) = Pass(ScrubProgress.None);
        Assert.Equal([1, 2, 3], visited);
        Assert.Equal((Now, Now, null), (progress.Started, progress.Completed, progress.Cursor));
        Assert.Equal(1, ScrubPlan.Ratio(blobs, progress));
    }

    [Fact]
    public void Next_PassCompleted_RestsUntilTheInterval()
    {
        var (_, progress) = Pass(ScrubProgress.None);
        Assert.Null(ScrubPlan.Next(blobs, progress, Now + Day - TimeSpan.FromSeconds(1), Day).Blob);
        Assert.Equal(1UL, ScrubPlan.Next(blobs, progress, Now + Day, Day).Blob?.Digest.Fourth);
    }

    [Fact]
    public void Next_PassOfAClockThatWasSetBack_DoesNotRestUntilThatTime()
    {
        var (_, progress) = Pass(ScrubProgress.None);
        Assert.Null(ScrubPlan.Next(blobs, progress, Now - TimeSpan.FromHours(1), Day).Blob);
        Assert.NotNull(ScrubPlan.Next(blobs, progress, Now.AddYears(-1), Day).Blob);
    }

    [Fact]
    public void Next_InterruptedPass_GoesOnAfterTheCursor()
    {
        var progress = ScrubProgress.None with { Started = Now.AddDays(-3), Cursor = Blobs.Digest(2).ToHex() };
        Assert.Equal([3], Pass(progress).Visited);
        Assert.Equal(2.0 / 3, ScrubPlan.Ratio(blobs, progress), 3);
    }

    [Fact]
    public void Next_CursorOfABlobThatIsGone_GoesOnBehindIt()
    {
        blobs.RemoveAt(1);
        Assert.Equal([3], Pass(ScrubProgress.None with { Started = Now, Cursor = Blobs.Digest(2).ToHex() }).Visited);
    }

    [Fact]
    public void Next_EmptyStore_BeginsNoPass()
    {
        var step = ScrubPlan.Next([], ScrubProgress.None, Now, Day);
        Assert.Null(step.Blob);
        Assert.Null(step.Progress.Started);
    }

    [Fact]
    public void After_DamagedBlob_IsListedUntilItIsRemoved()
    {
        var (_, progress) = Pass(ScrubProgress.None, damaged: 2);
        Assert.Equal(Blobs.Digest(2).ToHex(), Assert.Single(progress.Damaged).Hex);
        Assert.Null(ScrubPlan.Next(blobs, progress, Now, Day).Blob);

        blobs.RemoveAt(1);
        Assert.Empty(ScrubPlan.Next(blobs, progress, Now, Day).Progress.Damaged);
    }

    [Fact]
    public void Next_DamagedBlobReplaced_IsHashedAtOnceAndThePassDoesNotMove()
    {
        var progress = Pass(ScrubProgress.None, damaged: 1).Progress with { Cursor = Blobs.Digest(2).ToHex() };
        blobs[0] = blobs[0] with { Inode = 99 };
        var step = ScrubPlan.Next(blobs, progress, Now, Day);
        Assert.Equal(blobs[0], step.Blob);

        var sound = ScrubPlan.After(step, BlobVerdict.Sound);
        Assert.Empty(sound.Damaged);
        Assert.Equal(Blobs.Digest(2).ToHex(), sound.Cursor);

        var still = ScrubPlan.After(step, BlobVerdict.Damaged);
        Assert.Equal(99UL, Assert.Single(still.Damaged).Inode);
        Assert.Equal(blobs[2], ScrubPlan.Next(blobs, still, Now, Day).Blob);
    }

    private (List<int> Visited, ScrubProgress Progress) Pass(ScrubProgress progress, int damaged = 0)
    {
        var visited = new List<int>();
        while (true)
        {
            var step = ScrubPlan.Next(blobs, progress, Now, Day);
            if (step.Blob is not { } blob)
            {
                return (visited, step.Progress);
            }

            Assert.True(visited.Count < 10);
            visited.Add((int)blob.Digest.Fourth);
            progress = ScrubPlan.After(step, visited[^1] == damaged ? BlobVerdict.Damaged : BlobVerdict.Sound);
        }
    }
}
