using ContainerdExporter.Causes.Runtime.Canary;

namespace ContainerdExporter.Tests.Causes.Runtime.Canary;

public sealed class CanaryAttemptTests
{
    /// <summary>The words of containerd 1.6, 1.7 and 2.1.</summary>
    [Theory]
    [InlineData("Unknown: failed to start shim: failed to resolve runtime path: runtime \"io.containerd.kata.v2\" binary not installed \"containerd-shim-kata-v2\": file does not exist: unknown", true)]
    [InlineData("Unknown: failed to create shim task: OCI runtime create failed: unable to retrieve OCI runtime error (open /run/x/log.json: no such file or directory): exec: \"crun\": executable file not found in $PATH: unknown", true)]
    [InlineData("Unknown: failed to create shim task: OCI runtime create failed: unable to retrieve OCI runtime error (open /run/x/log.json: no such file or directory): fork/exec /usr/bin/crun: no such file or directory: unknown", true)]
    [InlineData("Unknown: failed to create shim task: OCI runtime create failed: unable to retrieve OCI runtime error (open /run/x/log.json: no such file or directory): exit status 1: unknown", false)]
    [InlineData("no answer within 30 s", false)]
    public async Task LacksProgram_WordsOfTheFirstStage_AreKnown(string words, bool lacks)
    {
        var attempt = new CanaryAttempt { Failure = words };
        Assert.Equal(lacks, attempt.LacksProgram);

        var later = new CanaryAttempt();
        await later.TimeAsync(CanaryStage.Create, () => Task.CompletedTask);
        later.Failure = words;
        Assert.False(later.LacksProgram);
    }

    [Fact]
    public async Task Time_StageThatFails_IsNotCompleted()
    {
        var attempt = new CanaryAttempt();
        await attempt.TimeAsync(CanaryStage.Create, () => Task.CompletedTask);
        await Assert.ThrowsAsync<IOException>(() => attempt.TimeAsync(CanaryStage.Start, () => throw new IOException("it broke")));

        Assert.Equal([CanaryStage.Create], attempt.Stages.Keys);
    }

    [Theory]
    [InlineData(0, null, "too long")]
    [InlineData(3, null, "too long")]
    [InlineData(3, "it broke", "it broke")]
    [InlineData(4, null, null)] // Only the tidying up takes long.
    public async Task Overdue_Attempt_HasFailedUnlessAllIsDone(int stages, string? failure, string? told)
    {
        var attempt = new CanaryAttempt();
        foreach (var stage in Enum.GetValues<CanaryStage>().Take(stages))
        {
            await attempt.TimeAsync(stage, () => Task.CompletedTask);
        }

        attempt.Failure = failure;
        var overdue = attempt.Overdue("too long");
        await attempt.TimeAsync(CanaryStage.Delete, () => Task.CompletedTask);

        Assert.Equal(told, overdue.Failure);
        Assert.Equal(stages, overdue.Stages.Count);
    }
}
